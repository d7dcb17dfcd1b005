/** Sparse weights are stored so by Core ML alone; the other targets say that they gain nothing. */

import { expect, it } from 'vitest';
import { compressedForm } from '../../compiler/compressed/form.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import { sparsifyWeights } from '../../compiler/quantize/sparsify-weights.ts';
import { materialize } from '../../ir/constant.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { Target } from '../../targets/target.ts';
import { nnapi } from '../../targets/nnapi/target.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { must } from '../coreml/run-program.ts';
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

async function codesOn(target: Target, device: string, given: readonly PassStep[]) {
  const graph = graphOf(SOURCE);
  const base = contextFor(graph, { device });
  const defaults = Object.entries(target.options).map(([name, spec]) => [name, spec.default]);
  const context = { ...base, options: Object.fromEntries(defaults) };
  const steps = [...given, ...target.pipeline(context)];
  const done = await runPipeline(graph, steps, target.given);
  if (!done.ok) throw new Error(done.diagnostics[0]?.message);
  return target.legal(graph, context).map(({ code }) => code);
}

it.each([
  ['webgpu', webgpu, 'webgpu-default'],
  ['nnapi', nnapi, 'pixel-8'],
] as const)('is told for %s', async (_, target, device) => {
  expect(await codesOn(target, device, sparse(0.75))).toContain('SNAPC4012');
  expect(await codesOn(target, device, [])).not.toContain('SNAPC4012');
});

it.each([
  ['webgpu', webgpu, 'webgpu-default'],
  ['nnapi', nnapi, 'pixel-8'],
] as const)('palettes of them are floats on %s, integers are not', async (_, target, device) => {
  const few = (form: 'int8' | 'palette4') => compressionSteps({ rules: [{ form, share: 0.75 }] });
  expect(await codesOn(target, device, few('palette4'))).toContain('SNAPC4016');
  expect(await codesOn(target, device, few('int8'))).not.toContain('SNAPC4016');
});

it('has integers with zeros among them where no mask is stored', async () => {
  const graph = graphOf(SOURCE);
  must(await runPipeline(graph, compressionSteps({ rules: [{ form: 'int8', share: 0.75 }] })));
  const [weight] = graph.constants().flatMap(({ constant }) => constant ?? []);
  const form = weight && compressedForm(weight);
  if (weight === undefined || form?.kind !== 'affine') throw new Error('no integers');
  const data = toNumbers(await materialize(form.data));
  expect(data.filter((one) => one === 0).length / data.length).toBeGreaterThanOrEqual(0.75);
  const scale = toNumbers(await materialize(form.scale));
  const values = data.map((one, at) => Math.fround(one * (scale[Math.trunc(at / 576)] ?? NaN)));
  expect(values).toEqual(toNumbers(await materialize(weight)));
});

it('is stored by Core ML', async () => {
  const graph = graphOf(SOURCE);
  await runPipeline(graph, sparse(0.75));
  const { found, weights } = await compileGraph(graph);
  expect(found.map(({ code }) => code)).not.toContain('SNAPC4012');
  expect(weights.length).toBeLessThan(0.4 * 4 * 96 * 64 * 9);
});
