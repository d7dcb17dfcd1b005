/** True where both a and b are, with broadcasting (ONNX And-7). */

import { foldNeutral } from '../../folding.ts';
import { binaryPointwise } from '../../pointwise.ts';
import { BOOLS } from '../../types.ts';

export const logical_and = binaryPointwise({
  name: 'logical_and',
  dtypes: BOOLS,
  traits: ['commutative'],
  number: (a, b) => a & b,
  fold: foldNeutral(1, 'either'),
  onnx: [{ op: 'And', since: 7 }],
  samples: [
    {
      operands: {
        a: { shape: [2, 2], dtype: 'bool', values: [0, 0, 1, 1] },
        b: { shape: [2, 2], dtype: 'bool', values: [0, 1, 0, 1] },
      },
      tolerance: 0,
    },
    {
      operands: { a: { shape: [2, 3, 4], dtype: 'bool' }, b: { shape: [3, 1], dtype: 'bool' } },
      tolerance: 0,
    },
  ],
});
