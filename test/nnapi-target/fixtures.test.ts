/**
 * Every exported graph of test/fixtures through the target's passes at each level that differs: the graph that is
 * lowered computes what PyTorch gave, and the model is one that the runtime takes.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { readNpz } from '../../compiler/npz.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { castTensor, withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import { lowerGraph } from '../../targets/nnapi/lower.ts';
import { given, passesFor } from '../../targets/nnapi/pipeline.ts';
import { must } from '../coreml/run-program.ts';
import { largestDifference } from '../support/difference.ts';
import { checkModel } from './check-model.ts';

type Tensors = ReadonlyMap<string, Tensor>;

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Draws its outputs at random. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';

const folders = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== SAMPLED)
  .map(({ name }) => name);

describe.each(folders)('%s', (folder) => {
  const inputs = npz(folder, 'inputs.npz');
  const expected = npz(folder, 'outputs.npz');
  const half = [...expected.values()].some(({ dtype }) => dtype === 'f16');

  it.each([29, 1_000_006] as const)('level %i', async (featureLevel) => {
    const { outputs, wrong } = await run(folder, inputs, featureLevel, 'fp32');
    expect(wrong).toEqual([]);
    expect(errorOf(outputs, expected)).toBeLessThan(half ? 1e-2 : 1e-4);
  });

  it.runIf(half)('in fp16', async () => {
    const { outputs, wrong } = await run(folder, inputs, 29, 'fp16');
    expect(wrong).toEqual([]);
    expect(errorOf(outputs, expected)).toBeLessThan(1e-2);
  });
});

async function run(
  folder: string,
  inputs: Tensors,
  featureLevel: FeatureLevel,
  precision: 'fp32' | 'fp16',
) {
  const source = must(await openModelFile(join(FIXTURES, folder, 'model.onnx')));
  try {
    const shapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape] as const));
    const { graph } = must(await importOnnx(source, { inputShapes: shapes }));
    const context = { featureLevel, relaxed: false };
    must(await runPipeline(graph, passesFor(context, precision), given));
    const typed = graph.inputs.flatMap(({ name = '', type }) => {
      const tensor = inputs.get(name);
      return tensor === undefined ? [] : [[name, castTensor(tensor, type.dtype)] as const];
    });
    const outputs = await evaluateGraph(graph, new Map(typed));
    return { outputs, wrong: checkModel(lowerGraph(graph, context)) };
  } finally {
    await source.close();
  }
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
