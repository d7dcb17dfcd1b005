/** Logistic function: 1 / (1 + exp(-x)) (ONNX Sigmoid-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const sigmoid = unaryPointwise({
  name: 'sigmoid',
  dtypes: FLOATS,
  number: (x) => 1 / (1 + Math.exp(-x)),
  flops: 4,
  onnx: [{ op: 'Sigmoid', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-6, 6] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-100, -20, 20, 100] } } },
  ],
});
