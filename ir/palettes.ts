/** What the ops of palettes share: which groups of a weight have tables of their own. */

import { fail } from './define.ts';
import type { Dim } from './dim.ts';
import { normalizeAxis, printShape, sizeAt, splitAt } from './shapes.ts';
import type { NumberArray } from './tensor.ts';
import { elementCount, tensorType } from './types.ts';
import type { TensorType } from './types.ts';

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

/** Of indices into a table; calls `fail` for a table that is no palette of such a weight. */
export function indicesType(
  shape: readonly Dim[],
  table: readonly Dim[],
  axis: number,
): TensorType {
  const entries = table.length === 0 ? 0 : sizeAt(table, table.length - 1);
  if (table.length > 2 || !isPaletteSize(entries)) {
    fail(`a table of ${printShape(table)} is no palette`);
  }
  checkGroups(shape, table.length === 2 ? sizeAt(table, 0) : 1, axis);
  return tensorType(entries > 16 ? 'u8' : 'u4', shape);
}

/** Of each entry of ascending tables, the number half way to the next one. */
export function middlesOf(entries: NumberArray, count: number): Float64Array {
  return Float64Array.from(entries, (entry, at) =>
    (at + 1) % count === 0 ? Infinity : (entry + (entries[at + 1] ?? 0)) / 2,
  );
}
