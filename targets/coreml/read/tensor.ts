/** Values while a program is read or runs: flat arrays, row-major, with their element type and shape. */

import { ELEMENTS } from './elements.ts';
import type { ElementType } from './elements.ts';

/** Floats of 16 and 32 bits share an array: what a value is rounded to is the interpreter's to say. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

export interface StaticType {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
}

export interface MilTensor extends StaticType {
  readonly data: NumberArray;
  /** The elements of a tensor of strings, which has no numbers. */
  readonly texts?: readonly string[];
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Zeros. Integers of 64 bits are kept as doubles. */
export function allocate(dtype: ElementType, count: number): NumberArray {
  const { kind, bits } = ELEMENTS[dtype];
  if (bits === 64) return new Float64Array(count);
  if (kind === 'float') return new Float32Array(count);
  if (kind === 'int') {
    if (bits <= 8) return new Int8Array(count);
    return bits === 16 ? new Int16Array(count) : new Int32Array(count);
  }
  if (bits <= 8) return new Uint8Array(count);
  return bits === 16 ? new Uint16Array(count) : new Uint32Array(count);
}

/** How far apart neighbours along each axis are. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const dim of shape.toReversed()) {
    strides.push(stride);
    stride *= dim;
  }
  return strides.reverse();
}

/**
 * For each element of `shape` in order, where a walk with other strides stands: how broadcasting, slicing and
 * transposing read their operand.
 */
export function offsetsOf(
  shape: readonly number[],
  strides: readonly number[],
  start = 0,
): Int32Array | Float64Array {
  const count = elementCount(shape);
  const offsets = count > 2 ** 30 ? new Float64Array(count) : new Int32Array(count);
  if (count === 0) return offsets;
  offsets[0] = start;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const [dim = 1, stride = 0] = [shape[axis], strides[axis]];
    for (let step = 1; step < dim; step++) {
      const [from, by] = [step * filled, step * stride];
      for (let index = 0; index < filled; index++) {
        offsets[from + index] = (offsets[index] ?? 0) + by;
      }
    }
    filled *= dim;
  }
  return offsets;
}
