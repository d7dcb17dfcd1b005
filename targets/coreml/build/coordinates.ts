/** Coordinates as Core ML takes them: each number counted from the start of its axis. */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { LowerRequest } from '../lowering.ts';
import { table, weight } from '../terms.ts';
import type { Term } from '../terms.ts';

/** An operand whose last axis holds coordinates along axes of `sizes`. */
export function coordinatesFromStart(
  { math, required, constant }: LowerRequest,
  index: number,
  sizes: readonly number[],
): Term {
  const given = constant(index);
  const known = given && inlineValue(given);
  if (known !== undefined) {
    const places = toNumbers(known).map((place, at) => {
      return place < 0 ? place + (sizes[at % sizes.length] ?? 0) : place;
    });
    return weight(dataConstant(tensorFrom('i32', known.shape, places)), 'int32');
  }
  const places = required(index);
  const fromEnd = math.add(places, table('int32', [sizes.length], sizes));
  return math.select(math.less(places, 0), fromEnd, places);
}
