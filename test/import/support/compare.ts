/** Compares outputs: types exactly, integers exactly, floats within |a - b| / (1 + |b|). */

import { expect } from 'vitest';
import type { Tensor } from '../../../ir/tensor.ts';
import { printType } from '../../../ir/types.ts';
import { largestDifference } from '../../support/difference.ts';

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
