/** Difference: a - b, with broadcasting; integers wrap (ONNX Sub-14). */

import { foldNeutral } from '../../folding.ts';
import { binaryPointwise } from '../../pointwise.ts';
import { NUMBERS } from '../../types.ts';

export const sub = binaryPointwise({
  name: 'sub',
  dtypes: NUMBERS,
  number: (a, b) => a - b,
  bigint: (a, b) => a - b,
  fold: foldNeutral(0, 'right'),
  onnx: [{ op: 'Sub', since: 7 }],
  samples: [
    { operands: { a: { shape: [2, 3, 4] }, b: { shape: [3, 1] } } },
    { operands: { a: { shape: [], constant: true }, b: { shape: [5] } } },
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
