/**
 * Running sums along an axis; without the element itself if `exclusive`, from the end if `reverse`
 * (ONNX CumSum-14 with its axis written out).
 */

import { attr } from '../../attr.ts';
import { defineOp, operand } from '../../define.ts';
import { normalizeAxis, splitAt } from '../../shapes.ts';
import { allocate, isBig, setElement } from '../../tensor.ts';
import type { Elements } from '../../tensor.ts';
import { NUMBERS, elementCount } from '../../types.ts';

export const cumsum = defineOp({
  name: 'cumsum',
  operands: { input: operand(NUMBERS) },
  attributes: { axis: attr.int(), exclusive: attr.bool(false), reverse: attr.bool(false) },
  traits: ['pure'],
  infer: ({ input }, { axis }) => {
    normalizeAxis(axis, input.shape.length);
    return input;
  },
  evaluate: ({ input }, { axis, exclusive, reverse }) => {
    const result = allocate(input.dtype, input.shape);
    const { outer, size, inner } = splitAt(input.shape, normalizeAxis(axis, input.shape.length));
    const data: Elements = input.data;
    const big = isBig(input.dtype);
    for (let row = 0; row < outer * inner; row++) {
      const column = row % inner;
      const start = ((row - column) / inner) * size * inner + column;
      let sum = 0;
      let bigSum = 0n;
      for (let step = 0; step < size; step++) {
        const offset = start + (reverse ? size - 1 - step : step) * inner;
        const before = big ? bigSum : sum;
        const x = data[offset] ?? 0;
        if (big) bigSum += BigInt(x);
        else sum += Number(x);
        setElement(result, offset, exclusive ? before : big ? bigSum : sum);
      }
    }
    return result;
  },
  cost: ({ input }) => ({ flops: elementCount(input.shape) }),
  samples: [
    { operands: { input: { shape: [2, 5] } }, attributes: { axis: 1 } },
    {
      operands: { input: { shape: [3, 4, 2] } },
      attributes: { axis: -2, exclusive: true, reverse: true },
    },
    {
      name: 'integers',
      operands: { input: { shape: [2, 6], dtype: 'i32', range: [0, 2] } },
      attributes: { axis: 1, reverse: true },
      tolerance: 0,
    },
    {
      name: 'i64',
      operands: { input: { shape: [6], dtype: 'i64', range: [-5, 5] } },
      attributes: { axis: 0, exclusive: true },
      tolerance: 0,
    },
  ],
});
