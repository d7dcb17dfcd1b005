/** Products of 8-bit activations and weights: summed exactly in 32-bit integers, whatever the tile. */

import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../compiler/pipeline.ts';
import { decomposeComposites } from '../../compiler/passes/decompose-composites.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { isStaticType } from '../../ir/types.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Device } from '../../targets/devices/device.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { raiseIntegerProducts } from '../../targets/webgpu/integer-products/raise.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { largestError } from '../support/samples.ts';
import { convDevice } from './conv-devices.ts';
import { PHONE, graphOf, withTile } from './matmul-graphs.ts';

interface Activation {
  readonly scale: number;
  readonly zero?: number;
}

/** What every graph begins with: the pair on an activation, and integer weights with a scale for each output. */
function rounding(shape: string, { scale, zero }: Activation): string {
  const point = zero === undefined ? '' : ', @z';
  return `
    @s = splat ${scale} : f32[]
    ${zero === undefined ? '' : `@z = splat ${zero} : i8[]`}
    %q = quantize_linear(%x, @s${point}) {dtype=i8} : i8[${shape}]
    %d = dequantize_linear(%q, @s${point}) : f32[${shape}]`;
}

function weights(shape: string, outputs: number, axis: number, scale: number): string {
  return `
    @f = seeded 3 90.0 : f32[${shape}]
    @one = splat 1 : f32[]
    @w8 = quantize_linear(@f, @one) {dtype=i8} : i8[${shape}]
    @ws = splat ${scale} : f32[${outputs}]
    @w = dequantize_linear(@w8, @ws) {axis=${axis}} : f32[${shape}]`;
}

async function compare(text: string, device: Device, more: readonly PassStep[] = []) {
  const graph = graphOf(text);
  const inputs = new Map<string, Tensor>();
  for (const { name, type } of graph.inputs) {
    if (!isStaticType(type)) throw new Error('the shapes are known');
    inputs.set(name ?? '', seededTensor(type.dtype, type.shape, 1, [-140, 140]));
  }
  const expected = await evaluateGraph(graph, inputs);
  const steps = [raiseIntegerProducts.with({}), ...more, fuseEpilogues.with({})];
  await runPipeline(graph, [foldConstants.with({}), ...steps]);
  const after = await evaluateGraph(graph, inputs);
  const actual = await runGraph(graph, inputs, { device, adapter: 'swiftshader' });
  const errors = [...expected].map(([name, value]) => {
    const results = [actual.get(name), after.get(name)];
    return results.map((result) => (result === undefined ? Infinity : largestError(result, value)));
  });
  const labels = lowerGraph(graph, device).kernels.map(({ label }) => label);
  return { errors, labels };
}

const ACTIVATIONS: readonly Activation[] = [{ scale: 1 }, { scale: 1, zero: -7 }];

describe.each([
  ['a phone', withTile(PHONE)],
  ['SwiftShader', withTile({ rows: 8, columns: 8 })],
])('matrix products on the tile of %s', (_, device) => {
  it.each(ACTIVATIONS)('are exact, rounded by %o', async (activation) => {
    for (const [m, n, k] of [
      [5, 12, 64],
      [17, 10, 36],
    ] as const) {
      for (const turned of [false, true]) {
        const { errors, labels } = await compare(
          `graph @g(%x: f32[2,${m},${k}]) {
            ${rounding(`2,${m},${k}`, activation)}
            ${weights(turned ? `${n},${k}` : `${k},${n}`, n, turned ? 0 : 1, 1)}
            @bias = splat 3 : f32[${n}]
            %0 = matmul(%d, @w) {transpose_b=${turned}} : f32[2,${m},${n}]
            %1 = add(%0, @bias) : f32[2,${m},${n}]
            return out=%1
          }`,
          device,
        );
        expect(errors).toEqual([[0, 0]]);
        expect(labels).toEqual(['round to integers', 'integer_matmul + add']);
      }
    }
  });
});

const PAIR = { rows: 4, columns: 8 };
describe.each([
  ['a phone', convDevice(PAIR, 1)],
  ['taps in a loop', convDevice({ ...PAIR, rows: 3, depth: 4 }, 1)],
  ['SwiftShader', convDevice({ rows: 4, columns: 16, depth: 12, subgroups: true }, 1)],
])('convolutions on the tile of %s', (_, device) => {
  it.each(ACTIVATIONS)('are exact, rounded by %o', async (activation) => {
    for (const [outputs, inputs, size, stride] of [
      [13, 32, 3, 2],
      [8, 20, 1, 1],
      [6, 8, 3, 1],
    ] as const) {
      const pad = (size - 1) / 2;
      const result = `1,${Math.ceil(5 / stride)},${Math.ceil(9 / stride)},${outputs}`;
      const { errors, labels } = await compare(
        `graph @g(%x: f32[1,5,9,${inputs}]) {
          ${rounding(`1,5,9,${inputs}`, activation)}
          ${weights(`${outputs},${inputs},${size},${size}`, outputs, 0, 1)}
          @bias = splat 3 : f32[${outputs}]
          %0 = conv(%d, @w, @bias) {strides=[${stride}, ${stride}], pads=[${[pad, pad, pad, pad].join(', ')}], layout=channels_last} : f32[${result}]
          %1 = relu(%0) : f32[${result}]
          return out=%1
        }`,
        device,
      );
      expect(errors).toEqual([[0, 0]]);
      expect(labels).toEqual(['round to integers', 'integer_conv + relu']);
    }
  });
});

it('scales of activations and weights multiply the sums', async () => {
  const { errors } = await compare(
    `graph @g(%x: f32[7,32]) {
      ${rounding('7,32', { scale: 0.75, zero: 5 })}
      ${weights('32,12', 12, 1, 0.01)}
      %0 = matmul(%d, @w) : f32[7,12]
      return out=%0
    }`,
    withTile(PHONE),
  );
  for (const error of errors.flat()) expect(error).toBeLessThanOrEqual(1e-5);
});

it.each([
  ['of channels that fill no word', '7,30', '30,12'],
  ['without integers before it', '7,32', '32,12'],
])('a product %s stays as it is', async (name, shape, weight) => {
  const operand = name.startsWith('without') ? '%x' : '%d';
  const { labels, errors } = await compare(
    `graph @g(%x: f32[${shape}]) {
      ${rounding(shape, { scale: 0.5 })}
      ${weights(weight, 12, 1, 1)}
      %0 = matmul(${operand}, @w) : f32[7,12]
      return out=%0
    }`,
    withTile(PHONE),
    [decomposeComposites.with({}), foldConstants.with({}), eliminateDeadCode.with({})],
  );
  expect(labels).not.toContain('integer_matmul');
  for (const error of errors.flat()) expect(error).toBeLessThanOrEqual(1e-4);
});
