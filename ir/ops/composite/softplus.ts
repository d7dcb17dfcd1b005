/** Smooth rectifier: log(1 + exp(x)) (ONNX Softplus-1). */

import { activation } from '../../activation.ts';

export const softplus = activation({
  name: 'softplus',
  number: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  /** exp of a number that is not positive cannot overflow. */
  decompose: (m, x) => m.add(m.max(x, 0), m.log(m.add(m.exp(m.neg(m.abs(x))), 1))),
  flops: 6,
  onnx: [{ op: 'Softplus', since: 1 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-200, -20, 20, 200] } } },
  ],
});
