/** How often each number of a weight counts, where scales and palettes are fitted to it. */

import { fail } from './define.ts';
import type { Dim } from './dim.ts';
import { broadcastOffsets, broadcastShapes, printShape } from './shapes.ts';
import { numbers } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { shapeEquals } from './types.ts';

/** Calls `fail` unless the importance broadcasts to the weight. */
export function checkImportance(
  shape: readonly Dim[],
  importance: readonly Dim[] | undefined,
): void {
  if (importance === undefined) return;
  if (!shapeEquals(broadcastShapes([shape, importance]), shape)) {
    fail(`importance ${printShape(importance)} is not of ${printShape(shape)}`);
  }
}

export function importanceOf(
  importance: Tensor,
  shape: readonly number[],
): (index: number) => number {
  const data = numbers(importance);
  const offset = broadcastOffsets(importance.shape, shape);
  return (index) => data[offset(index)] ?? 0;
}
