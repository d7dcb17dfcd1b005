/** Numbers in the reversed order, so that the greatest operation finds the least. */

import { dtypeOf, isFloat } from '../terms.ts';
import type { Term } from '../terms.ts';
import type { Arithmetic } from './arithmetic.ts';

/** Its own inverse; the complement of integers has no overflow. */
export function reversed(math: Arithmetic, x: Term): Term {
  return isFloat(dtypeOf(x)) ? math.negate(x) : math.complement(x);
}
