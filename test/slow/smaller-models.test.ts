/**
 * Every exported graph and every tiny model with half of its channels, and UNets without some blocks: what each target
 * emits of them computes what the evaluator says.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { editBlocks } from '../../compiler/blocks/edit-blocks.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { pruneChannels } from '../../compiler/prune/prune-channels.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { lowerContext } from '../../targets/coreml/lower-context.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { must, runProgram } from '../coreml/run-program.ts';
import { contextFor } from '../coreml/written-package.ts';
import { emittedModel, importedGraph } from '../nnapi-numbers/lower.ts';
import { runMany } from '../nnapi-numbers/many-models.ts';
import { fixtureCases, modelCases } from '../numbers/cases.ts';
import type { Case } from '../numbers/cases.ts';
import { compileModel, readTensors, runCompiled } from '../numbers/product.ts';
import type { Tensors } from '../numbers/product.ts';
import { largestError } from '../support/difference.ts';

const scratch = await mkdtemp(join(tmpdir(), 'snapc-smaller-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

const PRUNE = pruneChannels.with({ ratio: 0.5 });
const EDIT = editBlocks.with({ actions: 'remove down.0.*.1, remove mid.attn.0, remove mid.res.3' });

interface Smaller extends Case {
  readonly steps: readonly PassStep[];
}

const tiny = await modelCases(scratch, ['tiny']);
const cases: readonly Smaller[] = [
  ...[...fixtureCases(), ...tiny].map((one) => ({ ...one, steps: [PRUNE] })),
  ...tiny
    .filter(({ name }) => name.includes('unet'))
    .map((one) => ({ ...one, name: `${one.name} without blocks`, steps: [EDIT, PRUNE] })),
];

const made = new Map<string, { readonly graph: Graph; readonly expected: Tensors }>();

/** The smaller graph and what the evaluator makes of it. */
async function smaller({ name, model, inputs: file, steps }: Smaller) {
  const inputs = readTensors(file);
  let known = made.get(name);
  if (known === undefined) {
    const { graph, close } = await importedGraph(model, inputs);
    afterAll(close);
    must(await runPipeline(graph, steps));
    expect(verifyGraph(graph)).toEqual([]);
    known = { graph, expected: await evaluateGraph(graph, inputs) };
    made.set(name, known);
  }
  const half = [...known.expected.values()].some(({ dtype }) => dtype === 'f16');
  return { ...known, inputs, tolerance: half ? 1e-2 : 1e-4 };
}

describe.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
  it('WebGPU', async () => {
    const { inputs, expected, tolerance } = await smaller(one);
    const folder = join(scratch, `${name} compiled`);
    await compileModel(one.model, inputs, folder, { passes: one.steps });
    expect(largestError(await runCompiled(folder, inputs), expected)).toBeLessThan(tolerance);
  });

  it('Core ML', async () => {
    const { graph, inputs, expected, tolerance } = await smaller(one);
    const own = cloneGraph(graph);
    const context = contextFor(own, { device: 'iphone-16-pro', precision: 'fp32' });
    must(await runPipeline(own, coreml.pipeline(context), coreml.given));
    const outputs = await runProgram(own, lowerContext(context), inputs);
    const wanted = new Map(Array.from(expected, ([output, tensor]) => [output, tensor] as const));
    expect(largestError(outputs, wanted)).toBeLessThan(tolerance);
  });
});

it('NNAPI', async () => {
  const level = 1_000_006;
  const models = [];
  for (const one of cases) {
    const { graph, inputs } = await smaller(one);
    models.push(await emittedModel(graph, inputs, { level, precision: 'fp32' }));
  }
  const found = await runMany(models, level, join(scratch, 'nnapi'));
  const wrong: string[] = [];
  for (const [index, one] of cases.entries()) {
    const { expected, tolerance } = await smaller(one);
    const outputs = found[index] ?? 'not run';
    const error = typeof outputs === 'string' ? Infinity : largestError(outputs, expected);
    if (!(error < tolerance))
      wrong.push(`${one.name}: ${error} ${typeof outputs === 'string' ? outputs : ''}`);
  }
  expect(wrong).toEqual([]);
});
