/** Inverse hyperbolic tangent: log((1 + x) / (1 - x)) / 2 for |x| < 1 (ONNX Atanh-9). */

import { activation } from '../../activation.ts';

export const atanh = activation({
  name: 'atanh',
  number: (x) => Math.atanh(x),
  decompose: (m, x) => m.mul(m.sub(m.log(m.add(x, 1)), m.log(m.sub(1, x))), 0.5),
  flops: 8,
  onnx: [{ op: 'Atanh', since: 9 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-0.9, 0.9] } } }],
});
