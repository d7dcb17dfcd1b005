/** Compares outputs: types exactly, integers exactly, floats within |a - b| / (1 + |b|). */

import { expect } from 'vitest';
import { getElement } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { DTYPES, printType } from '../../../ir/types.ts';

export function expectSame(
  given: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, Tensor>,
  tolerance = 1e-5,
): void {
  expect(typesOf(given)).toEqual(typesOf(expected));
  for (const [name, want] of expected) {
    const got = given.get(name);
    if (got !== undefined)
      expect(largestDifference(got, want), name).toBeLessThanOrEqual(tolerance);
  }
}

function typesOf(tensors: ReadonlyMap<string, Tensor>): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(tensors, ([name, value]) => [name, printType(value)]));
}

/** Infinity where integers differ at all, or one side only is not a number. */
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
