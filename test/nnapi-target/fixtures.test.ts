/**
 * Exported graphs of test/fixtures through the target's passes: the model is one that the runtime takes, and of
 * small ones, the graph that is lowered computes what PyTorch gave. slow/nnapi-numbers.test.ts runs what is emitted.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readNpz } from '../../compiler/npz.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { castTensor, withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import { lowerGraph } from '../../targets/nnapi/lower.ts';
import { given, passesFor } from '../../targets/nnapi/pipeline.ts';
import { must } from '../coreml/run-program.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';
import { importedGraph } from '../nnapi-numbers/lower.ts';
import { largestDifference } from '../support/difference.ts';
import { checkModel } from './check-model.ts';

type Tensors = ReadonlyMap<string, Tensor>;

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** The evaluator takes seconds for the others. */
const EVALUATED: readonly string[] = [
  'clip_tiny_op14',
  'clip_op14_sdpa_dyn',
  'vae_decoder_pruned_op11_dyn',
  'vae_decoder_pruned_op17_fp16',
];

/** One of each layout; slow/nnapi-numbers.test.ts has them all. */
const folders: readonly string[] = [
  ...EVALUATED,
  'unet_tiny_op14_dyn',
  'unet_sd15_op15_functions',
  'unet_split_einsum_op18',
];

/** What is rewritten most comes first; the others are for the models that are evaluated. */
const LEVELS = [
  [29, 'fp16'],
  [29, 'fp32'],
  [1_000_006, 'fp32'],
] as const;

describe.each(folders)('%s', (folder) => {
  const levels = EVALUATED.includes(folder) ? LEVELS : LEVELS.slice(0, 1);
  it.each(levels)('level %i in %s', async (featureLevel, precision) => {
    const inputs = npz(folder, 'inputs.npz');
    const { graph, wrong } = await lowered(folder, inputs, featureLevel, precision);
    expect(wrong).toEqual([]);
    if (!EVALUATED.includes(folder)) return;
    const expected = npz(folder, 'outputs.npz');
    const half =
      precision === 'fp16' || [...expected.values()].some(({ dtype }) => dtype === 'f16');
    const typed = graph.inputs.flatMap(({ name = '', type }) => {
      const tensor = inputs.get(name);
      return tensor === undefined ? [] : [[name, castTensor(tensor, type.dtype)] as const];
    });
    const outputs = await evaluateGraph(graph, new Map(typed));
    expect(errorOf(outputs, expected)).toBeLessThan(half ? 1e-2 : 1e-4);
  });
});

async function lowered(
  folder: string,
  inputs: Tensors,
  featureLevel: FeatureLevel,
  precision: 'fp32' | 'fp16',
) {
  const { graph, close } = await importedGraph(join(FIXTURES, folder, 'model.onnx'), inputs);
  onTestFinished(close);
  const context = contextAt(featureLevel);
  must(await runPipeline(graph, passesFor(context, precision), given));
  return { graph, wrong: checkModel(lowerGraph(graph, context)) };
}

function errorOf(outputs: Tensors, expected: Tensors): number {
  const errors = Array.from(expected, ([name, want]) => {
    const got = outputs.get(name);
    return got === undefined
      ? Infinity
      : largestDifference(withShape(castTensor(got, want.dtype), want.shape), want);
  });
  return Math.max(...errors);
}

function npz(folder: string, file: string): Tensors {
  return must(readNpz(readFileSync(join(FIXTURES, folder, file))));
}
