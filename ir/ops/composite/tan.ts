/** Tangent: sin(x) / cos(x) (ONNX Tan-7). */

import { activation } from '../../activation.ts';

export const tan = activation({
  name: 'tan',
  number: (x) => Math.tan(x),
  decompose: (m, x) => m.div(m.sin(x), m.cos(x)),
  flops: 9,
  onnx: [{ op: 'Tan', since: 7 }],
  samples: [{ operands: { input: { shape: [2, 3, 5] } } }],
});
