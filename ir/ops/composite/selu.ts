/** Scaled exponential linear unit: gamma * (x where x >= 0, alpha * (exp(x) - 1) elsewhere) (ONNX Selu-6). */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';

export const selu = activation({
  name: 'selu',
  attributes: {
    alpha: attr.float(1.67326319217681884765625),
    gamma: attr.float(1.05070102214813232421875),
  },
  number: (x, { alpha, gamma }) => gamma * (x < 0 ? alpha * Math.expm1(x) : x),
  decompose: (m, x, { alpha, gamma }) =>
    m.where(m.less(x, 0), m.mul(m.sub(m.exp(m.min(x, 0)), 1), alpha * gamma), m.mul(x, gamma)),
  flops: 6,
  onnx: [{ op: 'Selu', since: 6, attributes: { alpha: 'alpha', gamma: 'gamma' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { operands: { input: { shape: [6] } }, attributes: { alpha: 2, gamma: 0.5 } },
  ],
});
