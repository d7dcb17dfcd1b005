/** How far a tensor lies from what it should be. */

import { getElement } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';

/** The largest |a - b| / (1 + |b|); infinity where integers differ at all, or one side only is not a number. */
export function largestDifference(a: Tensor, b: Tensor): number {
  let largest = 0;
  for (let index = 0; index < b.data.length; index++) {
    const [x, y] = [getElement(a, index), getElement(b, index)];
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    if (DTYPES[b.dtype].kind !== 'float') return Infinity;
    const difference = Math.abs(Number(x) - Number(y)) / (1 + Math.abs(Number(y)));
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}

/** The largest of all outputs; infinity where one is missing. */
export function largestError(
  outputs: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, Tensor>,
): number {
  const errors = Array.from(expected, ([name, wanted]) => {
    const got = outputs.get(name);
    return got === undefined ? Infinity : largestDifference(got, wanted);
  });
  return Math.max(...errors);
}
