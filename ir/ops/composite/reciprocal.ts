/** 1 / x (ONNX Reciprocal-13). */

import { activation } from '../../activation.ts';

export const reciprocal = activation({
  name: 'reciprocal',
  number: (x) => 1 / x,
  decompose: (m, x) => m.div(1, x),
  flops: 1,
  onnx: [{ op: 'Reciprocal', since: 6 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [0.25, 4] } } }],
});
