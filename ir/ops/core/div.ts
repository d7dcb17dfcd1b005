/** Quotient: a / b, with broadcasting; integers truncate towards zero, and x / 0 is 0 (ONNX Div-14). */

import { foldNeutral } from '../../folding.ts';
import { binaryPointwise } from '../../pointwise.ts';
import { DTYPES, NUMBERS } from '../../types.ts';

export const div = binaryPointwise({
  name: 'div',
  dtypes: NUMBERS,
  number: (a, b, dtype) => {
    if (DTYPES[dtype].kind === 'float') return a / b;
    return b === 0 ? 0 : Math.trunc(a / b);
  },
  bigint: (a, b) => (b === 0n ? 0n : a / b),
  fold: foldNeutral(1, 'right'),
  onnx: [{ op: 'Div', since: 7 }],
  samples: [
    { operands: { a: { shape: [2, 3, 4] }, b: { shape: [3, 1], range: [0.5, 4] } } },
    { operands: { a: { shape: [5] }, b: { shape: [], values: [-0.75], constant: true } } },
    {
      name: 'integers',
      operands: {
        a: { shape: [6], dtype: 'i32', values: [7, -7, 7, -7, 0, 6] },
        b: { shape: [6], dtype: 'i32', values: [2, 2, -2, -2, 5, 3] },
      },
      tolerance: 0,
    },
    {
      name: 'integers by zero',
      operands: {
        a: { shape: [3], dtype: 'i32', values: [7, -7, 0] },
        b: { shape: [1], dtype: 'i32', values: [0] },
      },
      tolerance: 0,
    },
  ],
});
