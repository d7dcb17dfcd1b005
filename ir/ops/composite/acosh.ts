/** Inverse hyperbolic cosine: log(x + sqrt(x^2 - 1)) for x >= 1 (ONNX Acosh-9). */

import { activation } from '../../activation.ts';

export const acosh = activation({
  name: 'acosh',
  number: (x) => Math.acosh(x),
  /** The root is taken of each factor of x^2 - 1, and the logarithm of half the sum, so that nothing overflows. */
  decompose: (m, x) => {
    const root = m.mul(m.mul(m.sqrt(m.sub(x, 1)), 0.5), m.sqrt(m.add(x, 1)));
    return m.add(m.log(m.add(m.mul(x, 0.5), root)), Math.LN2);
  },
  flops: 13,
  onnx: [{ op: 'Acosh', since: 9 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [1.25, 9] } } }],
});
