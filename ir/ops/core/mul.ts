/** Product: a * b, with broadcasting; integers wrap (ONNX Mul-14). */

import { binaryPointwise } from '../../pointwise.ts';
import { foldNeutral } from '../../folding.ts';
import { NUMBERS } from '../../types.ts';

export const mul = binaryPointwise({
  name: 'mul',
  dtypes: NUMBERS,
  traits: ['commutative'],
  number: (a, b) => a * b,
  bigint: (a, b) => a * b,
  fold: foldNeutral(1, 'either'),
  onnx: [{ op: 'Mul', since: 7 }],
  samples: [
    { operands: { a: { shape: [2, 3, 4] }, b: { shape: [3, 1] } } },
    { operands: { a: { shape: [5] }, b: { shape: [], constant: true } } },
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
