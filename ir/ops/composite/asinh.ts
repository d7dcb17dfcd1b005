/** Inverse hyperbolic sine: log(x + sqrt(x^2 + 1)), odd (ONNX Asinh-9). */

import { activation } from '../../activation.ts';

export const asinh = activation({
  name: 'asinh',
  number: (x) => Math.asinh(x),
  /** The sum is taken over max(|x|, 1), so that nothing overflows and infinities stay what they are. */
  decompose: (m, x) => {
    const size = m.abs(x);
    const scale = m.max(size, 1);
    const [leg, unit] = [m.min(size, 1), m.div(1, scale)];
    const root = m.sqrt(m.add(m.mul(leg, leg), m.mul(unit, unit)));
    return m.mul(m.sign(x), m.add(m.log(scale), m.log(m.add(leg, root))));
  },
  flops: 15,
  onnx: [{ op: 'Asinh', since: 9 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { name: 'far', operands: { input: { shape: [3], values: [-1e4, 0, 3e4] } } },
  ],
});
