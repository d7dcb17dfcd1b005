/** Natural logarithm: ln x; -inf at 0, NaN below (ONNX Log-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const log = unaryPointwise({
  name: 'log',
  dtypes: FLOATS,
  number: Math.log,
  flops: 4,
  onnx: [{ op: 'Log', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [0.1, 8] } } },
    { name: 'scalar', operands: { input: { shape: [], range: [0.1, 8] } } },
  ],
});
