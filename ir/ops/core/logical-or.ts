/** True where a or b or both are, with broadcasting (ONNX Or-7). */

import { foldNeutral } from '../../folding.ts';
import { binaryPointwise } from '../../pointwise.ts';
import { BOOLS } from '../../types.ts';

export const logical_or = binaryPointwise({
  name: 'logical_or',
  dtypes: BOOLS,
  traits: ['commutative'],
  number: (a, b) => a | b,
  fold: foldNeutral(0, 'either'),
  onnx: [{ op: 'Or', since: 7 }],
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
