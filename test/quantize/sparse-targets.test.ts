/** Sparse weights are stored so by Core ML alone; the other targets say that they gain nothing. */

import { expect, it } from 'vitest';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { sparsifyWeights } from '../../compiler/quantize/sparsify-weights.ts';
import type { Target } from '../../targets/target.ts';
import { nnapi } from '../../targets/nnapi/target.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { compileGraph, contextFor, graphOf } from '../coreml/written-package.ts';

const SOURCE = `graph @layers(%x: f32[1,64,8,8]) {
  @kernel = seeded 1 0.5 : f32[96,64,3,3]
  %y = conv(%x, @kernel) {pads=[1, 1, 1, 1]} : f32[1,96,8,8]
  return y=%y
}`;

const sparse = (share: number) => [
  { pass: foldConstants, options: {} },
  sparsifyWeights.with({ share }),
];

async function codesOn(target: Target, device: string, share: number) {
  const graph = graphOf(SOURCE);
  const base = contextFor(graph, { device });
  const defaults = Object.entries(target.options).map(([name, spec]) => [name, spec.default]);
  const context = { ...base, options: Object.fromEntries(defaults) };
  const steps = [...(share === 0 ? [] : sparse(share)), ...target.pipeline(context)];
  const done = await runPipeline(graph, steps, target.given);
  if (!done.ok) throw new Error(done.diagnostics[0]?.message);
  return target.legal(graph, context).map(({ code }) => code);
}

it.each([
  ['webgpu', webgpu, 'webgpu-default'],
  ['nnapi', nnapi, 'pixel-8'],
] as const)('is told for %s', async (_, target, device) => {
  expect(await codesOn(target, device, 0.75)).toContain('SNAPC4012');
  expect(await codesOn(target, device, 0)).not.toContain('SNAPC4012');
});

it('is stored by Core ML', async () => {
  const graph = graphOf(SOURCE);
  await runPipeline(graph, sparse(0.75));
  const { found, weights } = await compileGraph(graph);
  expect(found.map(({ code }) => code)).not.toContain('SNAPC4012');
  expect(weights.length).toBeLessThan(0.4 * 4 * 96 * 64 * 9);
});
