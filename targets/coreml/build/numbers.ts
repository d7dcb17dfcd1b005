/** Bools as numbers, for the operations that do not move bools. */

import type { LowerRequest } from '../lowering.ts';
import { dtypeOf } from '../terms.ts';
import type { Term } from '../terms.ts';

/** Does the work on numbers, and gives bools again if the operands were. */
export function asNumbers(
  { math }: LowerRequest,
  terms: readonly Term[],
  work: (terms: readonly Term[]) => Term,
): Term {
  if (!terms.some((term) => dtypeOf(term) === 'bool')) return work(terms);
  return math.isNonzero(work(terms.map((term) => math.cast(term, 'int32'))));
}
