/** True where a < b, with broadcasting (ONNX Less-13; Greater has its operands swapped). */

import { binaryPointwise } from '../../pointwise.ts';
import { NUMBERS } from '../../types.ts';

export const less = binaryPointwise({
  name: 'less',
  dtypes: NUMBERS,
  result: 'bool',
  number: (a, b) => (a < b ? 1 : 0),
  bigint: (a, b) => (a < b ? 1 : 0),
  onnx: [
    { op: 'Less', since: 7 },
    { op: 'Greater', since: 7, inputs: ['b', 'a'] },
  ],
  samples: [
    { operands: { a: { shape: [2, 3, 4] }, b: { shape: [3, 1] } }, tolerance: 0 },
    {
      name: 'integers',
      operands: {
        a: { shape: [2, 5], dtype: 'i32', range: [-2, 3] },
        b: { shape: [5], dtype: 'i32', range: [-2, 3] },
      },
      tolerance: 0,
    },
    {
      name: 'i64',
      operands: {
        a: { shape: [3, 1], dtype: 'i64', values: [0, 1, 2] },
        b: { shape: [3], dtype: 'i64', values: [0, 1, 2] },
      },
      tolerance: 0,
    },
  ],
});
