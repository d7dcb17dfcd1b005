/** Elements in another order. */

import type { ElementType } from '../elements.ts';
import { allocate } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';

/** `offsets` say where each element of the result comes from. */
export function taken(
  dtype: ElementType,
  data: NumberArray,
  offsets: ArrayLike<number>,
): NumberArray {
  const result = allocate(dtype, offsets.length);
  for (let index = 0; index < offsets.length; index++) {
    result[index] = data[offsets[index] ?? 0] ?? 0;
  }
  return result;
}
