/** Walks along axes: where the lanes of one axis begin, and reductions over several. */

import { offsetsOf, stridesOf } from '../tensor.ts';

export interface Lanes {
  /** The first element of each lane. */
  readonly starts: Int32Array | Float64Array;
  readonly length: number;
  readonly stride: number;
}

export function lanesOf(shape: readonly number[], axis: number): Lanes {
  const strides = stridesOf(shape);
  const rest = shape.map((dim, index) => (index === axis ? 1 : dim));
  return {
    starts: offsetsOf(rest, strides),
    length: shape[axis] ?? 1,
    stride: strides[axis] ?? 1,
  };
}

export interface Groups {
  /** The first element of each group of elements that are reduced to one. */
  readonly starts: Int32Array | Float64Array;
  /** How far from its first each element of a group is. */
  readonly offsets: Int32Array | Float64Array;
}

export function groupsOf(shape: readonly number[], axes: readonly number[]): Groups {
  const strides = stridesOf(shape);
  const kept = shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  const reduced = shape.map((dim, axis) => (axes.includes(axis) ? dim : 1));
  return { starts: offsetsOf(kept, strides), offsets: offsetsOf(reduced, strides) };
}

/** Mean and variance of a group, the variance from the differences to the mean. */
export function momentsOf(
  data: ArrayLike<number>,
  start: number,
  offsets: ArrayLike<number>,
): { readonly mean: number; readonly variance: number } {
  const count = offsets.length;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += data[start + (offsets[index] ?? 0)] ?? 0;
  const mean = sum / count;
  let squares = 0;
  for (let index = 0; index < count; index++) {
    const difference = (data[start + (offsets[index] ?? 0)] ?? 0) - mean;
    squares += difference * difference;
  }
  return { mean, variance: squares / count };
}
