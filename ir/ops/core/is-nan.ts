/** True where x is not a number (ONNX IsNaN-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const is_nan = unaryPointwise({
  name: 'is_nan',
  dtypes: FLOATS,
  result: 'bool',
  number: (x) => (Number.isNaN(x) ? 1 : 0),
  onnx: [{ op: 'IsNaN', since: 9 }],
  samples: [
    {
      operands: { input: { shape: [5], values: [NaN, 0, -1.5, Infinity, -Infinity] } },
      tolerance: 0,
    },
  ],
});
