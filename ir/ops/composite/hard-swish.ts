/** Piecewise linear swish: x * max(0, min(1, x / 6 + 1/2)) (ONNX HardSwish-14; Howard et al., arXiv 1905.02244). */

import { activation } from '../../activation.ts';

export const hard_swish = activation({
  name: 'hard_swish',
  number: (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)),
  decompose: (m, x) => m.mul(x, m.max(m.min(m.add(m.mul(x, 1 / 6), 0.5), 1), 0)),
  flops: 5,
  onnx: [{ op: 'HardSwish', since: 14 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-5, 5] } } }],
});
