/** Continuously differentiable ELU: max(0, x) + min(0, alpha * (exp(x / alpha) - 1)) (ONNX Celu-12). */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';

export const celu = activation({
  name: 'celu',
  attributes: { alpha: attr.float(1) },
  number: (x, { alpha }) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha)),
  decompose: (m, x, { alpha }) =>
    m.add(m.max(x, 0), m.mul(m.sub(m.exp(m.div(m.min(x, 0), alpha)), 1), alpha)),
  flops: 7,
  onnx: [{ op: 'Celu', since: 12, attributes: { alpha: 'alpha' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { operands: { input: { shape: [4], values: [-200, -1, 0, 200] } }, attributes: { alpha: 2 } },
  ],
});
