/** Exponential linear unit: x where x >= 0, alpha * (exp(x) - 1) elsewhere (ONNX Elu-6). */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';

export const elu = activation({
  name: 'elu',
  attributes: { alpha: attr.float(1) },
  number: (x, { alpha }) => (x < 0 ? alpha * Math.expm1(x) : x),
  /** The exponent is cut at 0, so that the side that is not taken stays finite. */
  decompose: (m, x, { alpha }) =>
    m.where(m.less(x, 0), m.mul(m.sub(m.exp(m.min(x, 0)), 1), alpha), x),
  flops: 5,
  onnx: [{ op: 'Elu', since: 6, attributes: { alpha: 'alpha' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { operands: { input: { shape: [4], values: [-200, -1, 0, 200] } }, attributes: { alpha: 2 } },
  ],
});
