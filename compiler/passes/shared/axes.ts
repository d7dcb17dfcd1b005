/** Arithmetic of permutations and of the axes that a reshape keeps whole. */

import { dimEquals, dimExactDiv, dimMul } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';

/** The permutation that does `first`, then `second`: result axis i is input axis first[second[i]]. */
export function composePerms(first: readonly number[], second: readonly number[]): number[] {
  return second.map((axis) => first[axis] ?? 0);
}

export function invertPerm(perm: readonly number[]): number[] {
  const inverse = perm.map(() => 0);
  perm.forEach((axis, index) => {
    inverse[axis] = index;
  });
  return inverse;
}

export function isIdentity(perm: readonly number[]): boolean {
  return perm.every((axis, index) => axis === index);
}

/** The exchange of the last two axes. */
export function swapLastTwo(rank: number): number[] {
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  return [...perm.slice(0, -2), rank - 1, rank - 2];
}

/** The axes of size 1 aside, the order stays: the elements lie in memory as before. */
export function keepsOrder(shape: readonly Dim[], perm: readonly number[]): boolean {
  const large = perm.filter((axis) => shape[axis] !== 1);
  return large.every((axis, index) => index === 0 || axis > (large[index - 1] ?? -1));
}

/** Neighbouring axes of both shapes that hold the same elements: input axes [from, to) become result axes. */
export interface AxisGroup {
  readonly input: readonly number[];
  readonly result: readonly number[];
}

/**
 * Splits a reshape into its smallest groups of axes; undefined if dims are not comparable. Axes of size 1
 * join the group that is open, so that every axis belongs to one.
 */
export function reshapeGroups(
  input: readonly Dim[],
  result: readonly Dim[],
): readonly AxisGroup[] | undefined {
  const groups: AxisGroup[] = [];
  let [i, j] = [0, 0];
  while (i < input.length || j < result.length) {
    const group = { input: [] as number[], result: [] as number[] };
    let [left, right]: [Dim, Dim] = [1, 1];
    const takeInput = (): void => {
      left = dimMul(left, input[i] ?? 1);
      group.input.push(i++);
    };
    const takeResult = (): void => {
      right = dimMul(right, result[j] ?? 1);
      group.result.push(j++);
    };
    if (i < input.length) takeInput();
    if (j < result.length) takeResult();
    while (!dimEquals(left, right)) {
      if (isLess(left, right) && i < input.length) takeInput();
      else if (isLess(right, left) && j < result.length) takeResult();
      else return undefined;
    }
    groups.push(group);
  }
  return groups;
}

/** Whether `a` is known to be a proper part of the product `b`. */
function isLess(a: Dim, b: Dim): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return dimExactDiv(b, a) !== undefined;
}
