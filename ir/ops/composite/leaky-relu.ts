/** Leaky rectifier: x where x >= 0, alpha * x elsewhere (ONNX LeakyRelu-16). */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';

export const leaky_relu = activation({
  name: 'leaky_relu',
  attributes: { alpha: attr.float(0.01) },
  number: (x, { alpha }) => (x < 0 ? alpha * x : x),
  decompose: (m, x, { alpha }) => m.where(m.less(x, 0), m.mul(x, alpha), x),
  flops: 2,
  onnx: [{ op: 'LeakyRelu', since: 6, attributes: { alpha: 'alpha' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5] } } },
    { operands: { input: { shape: [6] } }, attributes: { alpha: 1.5 } },
  ],
});
