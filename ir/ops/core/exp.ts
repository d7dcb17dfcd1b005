/** Exponential: e^x (ONNX Exp-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const exp = unaryPointwise({
  name: 'exp',
  dtypes: FLOATS,
  number: Math.exp,
  flops: 4,
  onnx: [{ op: 'Exp', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 3] } } },
    { name: 'scalar', operands: { input: { shape: [], range: [-4, 3] } } },
  ],
});
