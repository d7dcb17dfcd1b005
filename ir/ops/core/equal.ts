/** True where a equals b, with broadcasting (ONNX Equal-13). */

import { binaryPointwise } from '../../pointwise.ts';
import { ANY } from '../../types.ts';

export const equal = binaryPointwise({
  name: 'equal',
  dtypes: ANY,
  result: 'bool',
  traits: ['commutative'],
  number: (a, b) => (a === b ? 1 : 0),
  bigint: (a, b) => (a === b ? 1 : 0),
  onnx: [{ op: 'Equal', since: 7 }],
  samples: [
    {
      name: 'integers',
      operands: {
        a: { shape: [2, 3, 4], dtype: 'i32', range: [0, 3] },
        b: { shape: [4], dtype: 'i32', range: [0, 3] },
      },
      tolerance: 0,
    },
    {
      operands: { a: { shape: [4], values: [0.5, 1, -2, 0] }, b: { shape: [], values: [-2] } },
      tolerance: 0,
    },
    {
      name: 'bool',
      operands: { a: { shape: [6], dtype: 'bool' }, b: { shape: [6], dtype: 'bool' } },
      tolerance: 0,
    },
    {
      name: 'i64',
      operands: {
        a: { shape: [3], dtype: 'i64', values: [1, -2, 3] },
        b: { shape: [3], dtype: 'i64', values: [1, 2, 3] },
      },
      tolerance: 0,
    },
  ],
});
