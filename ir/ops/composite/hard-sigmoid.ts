/** Piecewise linear sigmoid: max(0, min(1, alpha * x + beta)) (ONNX HardSigmoid-6). */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';

export const hard_sigmoid = activation({
  name: 'hard_sigmoid',
  attributes: { alpha: attr.float(0.2), beta: attr.float(0.5) },
  number: (x, { alpha, beta }) => Math.max(0, Math.min(1, alpha * x + beta)),
  decompose: (m, x, { alpha, beta }) => m.max(m.min(m.add(m.mul(x, alpha), beta), 1), 0),
  flops: 4,
  onnx: [{ op: 'HardSigmoid', since: 6, attributes: { alpha: 'alpha', beta: 'beta' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { operands: { input: { shape: [6], range: [-4, 4] } }, attributes: { alpha: 0.5, beta: 0.6 } },
  ],
});
