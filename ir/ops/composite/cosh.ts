/** Hyperbolic cosine: (exp(x) + exp(-x)) / 2 (ONNX Cosh-9). */

import { activation } from '../../activation.ts';
import type { Arithmetic } from '../../arithmetic.ts';
import type { Value } from '../../graph.ts';

export const cosh = activation({
  name: 'cosh',
  number: (x) => Math.cosh(x),
  decompose: decomposeCosh,
  flops: 8,
  onnx: [{ op: 'Cosh', since: 9 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } }],
});

/** By e = exp(|x| / 2), which does not overflow before the result does. */
export function decomposeCosh(m: Arithmetic, x: Value): Value {
  const e = m.exp(m.mul(m.abs(x), 0.5));
  return m.add(m.mul(m.mul(e, 0.5), e), m.div(m.div(0.5, e), e));
}
