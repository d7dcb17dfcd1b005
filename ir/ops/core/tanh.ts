/** Hyperbolic tangent: (e^x - e^-x) / (e^x + e^-x), which is 1 for large x (ONNX Tanh-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const tanh = unaryPointwise({
  name: 'tanh',
  dtypes: FLOATS,
  number: Math.tanh,
  flops: 5,
  onnx: [{ op: 'Tanh', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-3, 3] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-100, -20, 20, 100] } } },
  ],
});
