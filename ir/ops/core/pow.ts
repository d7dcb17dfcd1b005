/**
 * Power: a^b, with broadcasting; b may have another dtype, the result has that of a. Integers wrap, and
 * their negative powers truncate to 0 unless a is 1 or -1 (ONNX Pow-15).
 */

import { defineOp, operand } from '../../define.ts';
import { isAll } from '../../folding.ts';
import { mapBroadcast } from '../../map-elements.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { broadcastShapes } from '../../shapes.ts';
import { allocate } from '../../tensor.ts';
import { DTYPES, NUMBERS, shapeEquals, tensorType } from '../../types.ts';

export const pow = defineOp({
  name: 'pow',
  operands: { a: operand(NUMBERS), b: operand(NUMBERS) },
  attributes: {},
  traits: ['pure', 'pointwise'],
  infer: ({ a, b }) => tensorType(a.dtype, broadcastShapes([a.shape, b.shape])),
  evaluate: ({ a, b }, _, [type]) => {
    const result = allocate(a.dtype, type?.shape ?? []);
    const whole = DTYPES[a.dtype].kind !== 'float';
    mapBroadcast(result, [a, b], (x, y) => {
      if (!whole) return Number(x) ** Number(y);
      return Number.isInteger(Number(y))
        ? wholePower(BigInt(x), BigInt(y))
        : Number(x) ** Number(y);
    });
    return result;
  },
  cost: pointwiseCost(8),
  fold: ({ a, b }, _, [result]) =>
    result !== undefined && isAll(b, 1) && shapeEquals(a.type.shape, result.shape)
      ? { operand: 'a' }
      : undefined,
  onnx: [{ op: 'Pow', since: 7 }],
  samples: [
    {
      operands: { a: { shape: [2, 3, 4], range: [0.1, 3] }, b: { shape: [3, 1], range: [-2, 2] } },
    },
    {
      name: 'square of negatives',
      operands: { a: { shape: [2, 5] }, b: { shape: [], values: [2], constant: true } },
    },
    {
      name: 'whole powers of negatives',
      operands: {
        a: { shape: [4], values: [-1.5, -0.5, -2, 0.5] },
        b: { shape: [4], values: [3, 2, -1, 0] },
      },
    },
    {
      name: 'integers',
      operands: {
        a: { shape: [4], dtype: 'i32', values: [3, -2, 7, 1] },
        b: { shape: [4], dtype: 'i32', values: [4, 5, 0, 9] },
      },
      tolerance: 0,
    },
  ],
});

/** Exact modulo 2^64, by squaring. */
function wholePower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) {
    if (base === 1n) return 1n;
    return base === -1n ? (exponent % 2n === 0n ? 1n : -1n) : 0n;
  }
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}
