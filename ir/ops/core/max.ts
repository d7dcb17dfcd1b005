/** The greater of a and b, with broadcasting; NaN wins (ONNX Max-13 of two operands). */

import { foldNeutral } from '../../folding.ts';
import { binaryPointwise } from '../../pointwise.ts';
import { NUMBERS } from '../../types.ts';

export const max = binaryPointwise({
  name: 'max',
  dtypes: NUMBERS,
  traits: ['commutative'],
  number: (a, b) => Math.max(a, b),
  bigint: (a, b) => (a > b ? a : b),
  fold: foldNeutral(-Infinity, 'either'),
  samples: [
    { operands: { a: { shape: [2, 3, 4] }, b: { shape: [3, 1] } }, tolerance: 0 },
    {
      operands: { a: { shape: [5] }, b: { shape: [], values: [0.25], constant: true } },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: {
        a: { shape: [4], dtype: 'i32', range: [-9, 9] },
        b: { shape: [4], dtype: 'i32', range: [-9, 9] },
      },
      tolerance: 0,
    },
  ],
});
