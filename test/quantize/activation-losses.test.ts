/**
 * Weights and activations in integers of 8 bits, against the model in floats, on inputs that nothing was calibrated
 * with; and what targets make of them, against the evaluator.
 */

import { describe, expect, it } from 'vitest';
import { compareTensors } from '../../compiler/cli/tensors.ts';
import type { ActivationForm } from '../../compiler/quantize/compression.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { compileGraph } from '../coreml/written-package.ts';
import { runFiles } from '../coreml/run-program.ts';
import { fixture, held, quantized, runOnWebgpu } from './quantized-model.ts';

/** Decibels. */
const BOUND = 25;

describe.each(['unet_tiny_snap_op17', 'vae_dec_tiny_op14', 'clip_tiny_op14'])('%s', (name) => {
  it('loses little, and no more with biases corrected', async () => {
    const model = await fixture(name);
    const lossOf = async (activations: ActivationForm): Promise<number> =>
      held(model, (await quantized(model, activations)).graph);
    const [plain, corrected] = [await lossOf({}), await lossOf({ correct_biases: true })];
    expect(plain).toBeGreaterThan(BOUND);
    expect(corrected).toBeGreaterThan(plain - 0.3);
  });
});

/** The targets round what is near to the middle of two integers otherwise, which one step shows. */
const SAME = 35;

function leastSqnr(
  actual: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, Tensor>,
): number {
  return Math.min(
    ...Array.from(expected, ([name, tensor]) => {
      const other = actual.get(name);
      return other === undefined ? -Infinity : compareTensors(other, tensor).sqnr;
    }),
  );
}

describe.each(['vae_dec_tiny_op14', 'clip_tiny_op14'])('%s computes what the evaluator', (name) => {
  it.each([{}, { full: true }])('does on WebGPU with %o', async (activations) => {
    const model = await fixture(name);
    const { graph } = await quantized(model, activations);
    const [inputs = new Map<string, Tensor>()] = model.held;
    const expected = await evaluateGraph(graph, inputs);
    expect(leastSqnr(await runOnWebgpu(graph, inputs), expected)).toBeGreaterThan(SAME);
  });

  it.each([{}, { full: true }])('does in Core ML with %o', async (activations) => {
    const model = await fixture(name);
    const { graph } = await quantized(model, activations);
    const [inputs = new Map<string, Tensor>()] = model.held;
    const expected = await evaluateGraph(graph, inputs);
    const { sink } = await compileGraph(cloneGraph(graph), { device: 'iphone-16-pro' });
    const inside = [...sink.files].flatMap(([path, bytes]) => {
      const at = path.indexOf('.mlpackage/');
      return at < 0 ? [] : [[path.slice(at), bytes] as const];
    });
    const actual = await runFiles(new Map(inside), inputs);
    expect(leastSqnr(actual, expected)).toBeGreaterThan(SAME);
  });
});
