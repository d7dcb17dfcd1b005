/**
 * Remainder of a / b, with broadcasting: of the sign of b (Python's %), or of the sign of a with `fmod`
 * (C's fmod); for integers x mod 0 is 0 (ONNX Mod-13).
 */

import { attr } from '../../attr.ts';
import { fail } from '../../define.ts';
import { binaryPointwise } from '../../pointwise.ts';
import { DTYPES, NUMBERS } from '../../types.ts';

export const mod = binaryPointwise({
  name: 'mod',
  dtypes: NUMBERS,
  attributes: { fmod: attr.bool(false) },
  check: (dtype, { fmod }) => {
    if (DTYPES[dtype].kind === 'float' && !fmod) {
      fail(
        `${dtype} needs fmod = true`,
        'only integers have a remainder of the sign of the divisor',
      );
    }
  },
  number: (a, b, dtype, { fmod }) => {
    if (b === 0 && DTYPES[dtype].kind !== 'float') return 0;
    const rest = a % b;
    return !fmod && rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  bigint: (a, b, { fmod }) => {
    if (b === 0n) return 0n;
    const rest = a % b;
    return !fmod && rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
  },
  flops: 3,
  onnx: [{ op: 'Mod', since: 10, attributes: { fmod: 'fmod' } }],
  samples: [
    {
      name: 'integers',
      operands: {
        a: { shape: [2, 3], dtype: 'i32', values: [7, -7, 7, -7, 6, -6] },
        b: { shape: [2, 3], dtype: 'i32', values: [3, 3, -3, -3, 3, 3] },
      },
      tolerance: 0,
    },
    {
      name: 'integers, fmod',
      operands: {
        a: { shape: [4], dtype: 'i32', values: [7, -7, 7, -7] },
        b: { shape: [4], dtype: 'i32', values: [3, 3, -3, -3] },
      },
      attributes: { fmod: true },
      tolerance: 0,
    },
    {
      operands: {
        a: { shape: [2, 2], values: [5.5, -5.5, 7.25, 0.75] },
        b: { shape: [2], values: [2, -3] },
      },
      attributes: { fmod: true },
    },
  ],
});
