/** An op of one's own is lowered by what it says of a target, and refused by a target of which it says nothing. */

import { expect, test } from 'vitest';
import { defineOp, operand } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { FLOATS } from '../../ir/types.ts';
import { builtInDevices } from '../../targets/devices/index.ts';
import { checkLegal } from '../../targets/webgpu/legal.ts';
import { pointwise } from '../../targets/webgpu/lowering.ts';

const square = {
  name: 'square',
  operands: { input: operand(FLOATS) },
  attributes: {},
  traits: ['pure', 'pointwise'],
  infer: ({ input }) => input,
  evaluate: ({ input }) =>
    tensorFrom(
      input.dtype,
      input.shape,
      toNumbers(input).map((value) => value * value),
    ),
  cost: () => ({ flops: 1 }),
  samples: [{ operands: { input: { shape: [2, 3] } } }],
} satisfies Parameters<
  typeof defineOp<{ input: ReturnType<typeof operand> }, Record<string, never>>
>[0];

test('on WebGPU', () => {
  const lowered = pointwise(([x]) => `(${x} * ${x})`);
  const codes = [defineOp(square), defineOp({ ...square, lowerings: { webgpu: lowered } })].map(
    (op) => {
      const graph = new Graph('g');
      const input = graph.addInput('x', { dtype: 'f32', shape: [2, 3] });
      const value = graph.insert({ op, operands: { input } }).results[0] ?? input;
      graph.setOutputs([{ name: 'y', value }]);
      const device = builtInDevices.find(({ webgpu }) => webgpu !== null);
      if (device === undefined) throw new Error('no device');
      return checkLegal(graph, device, 1 << 20).map(({ severity }) => severity);
    },
  );
  expect(codes).toEqual([['error'], []]);
});
