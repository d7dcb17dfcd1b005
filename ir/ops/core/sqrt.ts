/** Square root; NaN below 0 (ONNX Sqrt-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const sqrt = unaryPointwise({
  name: 'sqrt',
  dtypes: FLOATS,
  number: Math.sqrt,
  flops: 2,
  onnx: [{ op: 'Sqrt', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [0.01, 9] } } },
    { name: 'scalar', operands: { input: { shape: [], range: [0.01, 9] } } },
  ],
});
