/** What the ops of palettes share: which groups of a weight have tables of their own. */

import { fail } from './define.ts';
import type { Dim } from './dim.ts';
import { normalizeAxis, sizeAt, splitAt } from './shapes.ts';
import { elementCount } from './types.ts';

/** Elements in a row that one table serves. */
export interface GroupRun {
  readonly start: number;
  readonly end: number;
  readonly group: number;
}

export function* groupRuns(
  shape: readonly number[],
  groups: number,
  axis: number,
): Generator<GroupRun, void, undefined> {
  const count = elementCount(shape);
  const { size, inner } =
    groups === 1 ? { size: count, inner: 1 } : splitAt(shape, normalizeAxis(axis, shape.length));
  const run = (size / groups) * inner;
  for (let start = 0, index = 0; start < count; start += run, index++) {
    yield { start, end: start + run, group: index % groups };
  }
}

/** Calls `fail` unless the axis can be cut into as many groups. */
export function checkGroups(shape: readonly Dim[], groups: number, axis: number): void {
  if (groups === 1) return;
  const size = sizeAt(shape, normalizeAxis(axis, shape.length));
  if (groups < 1 || size % groups !== 0) {
    fail(`${size} elements along axis ${axis} are not ${groups} groups`);
  }
}

/** Entries that tables may have. */
export function isPaletteSize(entries: number): boolean {
  return [1, 2, 3, 4, 5, 6, 7, 8].some((bits) => entries === 2 ** bits);
}
