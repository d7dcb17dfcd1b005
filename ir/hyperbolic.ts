/** The hyperbolic cosine in core ops: what cosh and sinh share. */

import type { Arithmetic } from './arithmetic.ts';
import type { Value } from './graph.ts';

/** By e = exp(|x| / 2), which does not overflow before the result does. */
export function decomposeCosh(m: Arithmetic, x: Value): Value {
  const e = m.exp(m.mul(m.abs(x), 0.5));
  return m.add(m.mul(m.mul(e, 0.5), e), m.div(m.div(0.5, e), e));
}
