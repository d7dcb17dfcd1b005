/** Indices as Core ML takes them: none of them negative. */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { LowerRequest } from '../lowering.ts';
import { weight } from '../terms.ts';
import type { Term } from '../terms.ts';

/** An operand of indices along an axis of `size` elements, counted from its start. */
export function fromStart(
  { math, required, constant }: LowerRequest,
  index: number,
  size: number,
): Term {
  const given = constant(index);
  const known = given && inlineValue(given);
  if (known !== undefined) {
    const places = toNumbers(known).map((place) => {
      return place < 0 ? place + size : place;
    });
    return weight(dataConstant(tensorFrom('i32', known.shape, places)), 'int32');
  }
  const indices = required(index);
  return math.select(math.less(indices, 0), math.add(indices, size), indices);
}
