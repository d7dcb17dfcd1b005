/** Shape rules that many ops share: broadcasting, axes, reductions; faults go through `fail`. */

import { fail } from './define.ts';
import { dimEquals, isStatic, printDim } from './dim.ts';
import type { Dim } from './dim.ts';
import { DTYPES, elementCount } from './types.ts';
import type { DType, TensorType } from './types.ts';

/** numpy's multidirectional broadcasting (ONNX Broadcasting.md). */
export function broadcastShapes(shapes: readonly (readonly Dim[])[]): readonly Dim[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes
      .map((shape) => shape[axis - rank + shape.length] ?? 1)
      .reduce<Dim>((a, b) => broadcastDims(a, b, shapes), 1),
  );
}

function broadcastDims(a: Dim, b: Dim, shapes: readonly (readonly Dim[])[]): Dim {
  if (a === 1) return b;
  if (b === 1 || dimEquals(a, b)) return a;
  return fail(`shapes ${shapes.map(printShape).join(' and ')} do not broadcast`);
}

export function printShape(shape: readonly Dim[]): string {
  return `[${shape.map(printDim).join(',')}]`;
}

/** Turns -rank..rank-1 into 0..rank-1. */
export function normalizeAxis(axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    return fail(`axis ${axis} is outside a tensor of rank ${rank}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Normalised, in ascending order, without repeats. */
export function normalizeAxes(axes: readonly number[], rank: number): readonly number[] {
  const normal = axes.map((axis) => normalizeAxis(axis, rank)).sort((a, b) => a - b);
  if (new Set(normal).size !== normal.length) fail(`axes [${axes.join(',')}] repeat an axis`);
  return normal;
}

/** The dim of an axis that is known to exist. */
export function dimAt(shape: readonly Dim[], axis: number): Dim {
  return shape[axis] ?? fail(`rank ${shape.length} has no axis ${axis}`);
}

/** The size of an axis, which must be known: for windows, channels and groups. */
export function sizeAt(shape: readonly Dim[], axis: number): number {
  const dim = dimAt(shape, axis);
  return typeof dim === 'number' ? dim : fail(`dim ${printDim(dim)} must be a number here`);
}

/** The elements before, along and after an axis: element (o, i, n) lies at (o * size + i) * inner + n. */
export function splitAt(
  shape: readonly number[],
  axis: number,
): { readonly outer: number; readonly size: number; readonly inner: number } {
  return {
    outer: elementCount(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    inner: elementCount(shape.slice(axis + 1)),
  };
}

export function reducedShape(
  shape: readonly Dim[],
  axes: readonly number[],
  keepDims: boolean,
): readonly Dim[] {
  const normal = normalizeAxes(axes, shape.length);
  return keepDims
    ? shape.map((dim, axis) => (normal.includes(axis) ? 1 : dim))
    : shape.filter((_, axis) => !normal.includes(axis));
}

/** All operands must have one dtype. */
export function sameDType(types: readonly (TensorType | undefined)[]): DType {
  const dtypes = [...new Set(types.flatMap((type) => (type === undefined ? [] : [type.dtype])))];
  const [dtype] = dtypes;
  if (dtype === undefined || dtypes.length > 1) {
    return fail(`operands must have one dtype, not ${dtypes.join(' and ')}`);
  }
  return dtype;
}

/** For attributes that name the dtype of a float result. */
export function floatDType(dtype: DType): DType {
  return DTYPES[dtype].kind === 'float' ? dtype : fail(`${dtype} is not a float dtype`);
}

export function staticShape(shape: readonly Dim[]): readonly number[] {
  return isStatic(shape) ? shape : fail(`shape ${printShape(shape)} must be known`);
}

/**
 * For each element of `shape` in row-major order, the offset of the element that broadcasts to it in a
 * tensor of shape `from`.
 */
export function broadcastOffsets(
  from: readonly number[],
  shape: readonly number[],
): (index: number) => number {
  const rank = shape.length;
  const steps: number[] = Array.from({ length: rank }, () => 0);
  let step = 1;
  for (let axis = rank - 1; axis >= 0; axis--) {
    const size = from[axis - rank + from.length] ?? 1;
    steps[axis] = size === 1 ? 0 : step;
    step *= size;
  }
  return offsetsBySteps(shape, steps, 0);
}

/** Offsets `start + sum(coordinate * step)` for each element of `shape` in row-major order. */
export function offsetsBySteps(
  shape: readonly number[],
  steps: readonly number[],
  start: number,
): (index: number) => number {
  const rank = shape.length;
  return (index) => {
    let rest = index;
    let offset = start;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const size = shape[axis] ?? 1;
      const next = Math.floor(rest / size);
      offset += (rest - next * size) * (steps[axis] ?? 0);
      rest = next;
    }
    return offset;
  };
}
