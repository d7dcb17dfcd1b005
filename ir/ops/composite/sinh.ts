/** Hyperbolic sine: (exp(x) - exp(-x)) / 2 (ONNX Sinh-9). */

import { activation } from '../../activation.ts';
import { decomposeCosh } from '../../hyperbolic.ts';

export const sinh = activation({
  name: 'sinh',
  number: (x) => Math.sinh(x),
  /** tanh(x / 2) * (1 + cosh(x)), which does not cancel near zero. */
  decompose: (m, x) => m.mul(m.tanh(m.mul(x, 0.5)), m.add(decomposeCosh(m, x), 1)),
  flops: 15,
  onnx: [{ op: 'Sinh', since: 9 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } }],
});
