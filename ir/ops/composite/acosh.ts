/** Inverse hyperbolic cosine: log(x + sqrt(x^2 - 1)) for x >= 1 (ONNX Acosh-9). */

import { activation } from '../../activation.ts';

export const acosh = activation({
  name: 'acosh',
  number: (x) => Math.acosh(x),
  /** The root is taken of each factor of x^2 - 1, so that no square overflows. */
  decompose: (m, x) => m.log(m.add(x, m.mul(m.sqrt(m.sub(x, 1)), m.sqrt(m.add(x, 1))))),
  flops: 10,
  onnx: [{ op: 'Acosh', since: 9 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [1.25, 9] } } }],
});
