/** x * tanh(softplus(x)) (ONNX Mish-18; Misra, arXiv 1908.08681). */

import { activation } from '../../activation.ts';

export const mish = activation({
  name: 'mish',
  number: (x) => x * Math.tanh(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  /**
   * tanh(log(1 + e)) is n / (n + 2) with e = exp(x) and n = e * (e + 2), which loses nothing for negative
   * x. It rounds to 1 from the bound on, where n is still far from overflow.
   */
  decompose: (m, x) => {
    const bound = x.type.dtype === 'f16' ? 5 : 20;
    const e = m.exp(m.min(x, bound));
    const n = m.mul(e, m.add(e, 2));
    return m.mul(x, m.div(n, m.add(n, 2)));
  },
  flops: 7,
  onnx: [{ op: 'Mish', since: 18 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-90, -20, 20, 90] } } },
  ],
});
