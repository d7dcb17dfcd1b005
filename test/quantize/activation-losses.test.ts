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

/** One step more or less where a number lies in the middle of two integers, by the order of sums, shows. */
const SAME = 30;

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

async function caseOf(name: string, activations: ActivationForm) {
  const model = await fixture(name);
  const { graph } = await quantized(model, activations);
  const [inputs = new Map<string, Tensor>()] = model.held;
  const expected = await evaluateGraph(graph, inputs);
  const floats = await evaluateGraph(model.graph, inputs);
  const check = (actual: ReadonlyMap<string, Tensor>): void => {
    expect(leastSqnr(actual, expected)).toBeGreaterThan(SAME);
    expect(leastSqnr(actual, floats)).toBeGreaterThan(leastSqnr(expected, floats) - 1);
  };
  return { graph, inputs, check };
}

describe.each([
  ['vae_dec_tiny_op14', {}],
  ['clip_tiny_op14', {}],
  ['clip_tiny_op14', { full: true }],
] as const)('%s with %o computes what the evaluator does', (name, activations) => {
  it('on WebGPU', async () => {
    const { graph, inputs, check } = await caseOf(name, activations);
    check(await runOnWebgpu(graph, inputs));
  });

  it('in Core ML', async () => {
    const { graph, inputs, check } = await caseOf(name, activations);
    const { sink } = await compileGraph(cloneGraph(graph), { device: 'iphone-16-pro' });
    const inside = [...sink.files].flatMap(([path, bytes]) => {
      const at = path.indexOf('.mlpackage/');
      return at < 0 ? [] : [[path.slice(at), bytes] as const];
    });
    check(await runFiles(new Map(inside), inputs));
  });
});
