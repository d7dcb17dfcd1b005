/** Inverse hyperbolic sine: log(x + sqrt(x^2 + 1)), odd (ONNX Asinh-9). */

import { activation } from '../../activation.ts';

export const asinh = activation({
  name: 'asinh',
  number: (x) => Math.asinh(x),
  /** sqrt(x^2 + 1) is scaled by max(|x|, 1), so that no square overflows. */
  decompose: (m, x) => {
    const size = m.abs(x);
    const scale = m.max(size, 1);
    const [leg, unit] = [m.div(size, scale), m.div(1, scale)];
    const hypotenuse = m.mul(scale, m.sqrt(m.add(m.mul(leg, leg), m.mul(unit, unit))));
    return m.mul(m.sign(x), m.log(m.add(size, hypotenuse)));
  },
  flops: 14,
  onnx: [{ op: 'Asinh', since: 9 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { name: 'far', operands: { input: { shape: [3], values: [-1e4, 0, 3e4] } } },
  ],
});
