/** Arithmetic on where a tensor lies in a buffer: reshapes, runs of four, and WGSL of an element. */
import { stridesOf } from '../../ir/tensor.ts';
import { coordinates } from './collapse.ts';
import type { Placement } from './lowering.ts';

export function rowMajor(shape: readonly number[], offset = 0): Placement {
  return { offset, strides: stridesOf(shape) };
}
/** Elements follow one another without gaps from the buffer's start; axes of one element do not count. */
export function isRowMajor(placement: Placement, shape: readonly number[]): boolean {
  return samePlacement(placement, rowMajor(shape), shape);
}
export function samePlacement(a: Placement, b: Placement, shape: readonly number[]): boolean {
  return (
    a.offset === b.offset &&
    shape.every((size, axis) => size === 1 || a.strides[axis] === b.strides[axis])
  );
}
export function permuted({ offset, strides }: Placement, perm: readonly number[]): Placement {
  return { offset, strides: perm.map((axis) => strides[axis] ?? 1) };
}
/** The same elements in the same order under another shape; undefined where no strides say so. */
export function reshaped(
  { offset, strides }: Placement,
  from: readonly number[],
  to: readonly number[],
): Placement | undefined {
  const walk = mergeAxes({ offset, strides }, from);
  const result: number[] = Array.from(to, () => 1);
  let axis = to.length - 1;
  for (let group = walk.dims.length - 1; group >= 0; group--) {
    const size = walk.dims[group] ?? 1;
    const step = walk.steps[group] ?? 1;
    let covered = 1;
    while (covered < size) {
      if (axis < 0) return undefined;
      result[axis] = step * covered;
      covered *= to[axis] ?? 1;
      axis--;
    }
    if (covered !== size) return undefined;
  }
  const rest = axis >= 0 ? (result[axis + 1] ?? 1) * (to[axis + 1] ?? 1) : 1;
  for (; axis >= 0; axis--) result[axis] = rest;
  return { offset, strides: result };
}
/** A walk over a tensor in row-major order, with axes joined where they are one walk. */
export interface Walk {
  readonly dims: readonly number[];
  /** Step in elements along each; negative for reversed slices. */
  readonly steps: readonly number[];
}

/** Joins axes whose outer step is the inner step times the inner size. */
export function mergeAxes({ strides }: Placement, shape: readonly number[]): Walk {
  const dims: number[] = [];
  const steps: number[] = [];
  for (const [axis, size] of shape.entries()) {
    const step = strides[axis] ?? 0;
    if (size === 1) continue;
    if (dims.length > 0 && steps.at(-1) === step * size) {
      dims[dims.length - 1] = (dims.at(-1) ?? 1) * size;
      steps[steps.length - 1] = step;
    } else {
      dims.push(size);
      steps.push(step);
    }
  }
  return { dims, steps };
}
/** Four consecutive elements from a multiple of four on lie together, at a multiple of four. */
export function runsByFour(placement: Placement, shape: readonly number[]): boolean {
  const { dims, steps } = mergeAxes(placement, shape);
  const outer = steps.slice(0, -1);
  return (
    steps.at(-1) === 1 &&
    (dims.at(-1) ?? 1) % 4 === 0 &&
    [placement.offset, ...outer].every((step) => step >= 0 && step % 4 === 0)
  );
}
/** WGSL of the element at the flat row-major index `flat`; signed arithmetic only where a step goes backwards. */
export function elementAt(flat: string, placement: Placement, shape: readonly number[]): string {
  const { dims, steps } = mergeAxes(placement, shape);
  const backwards = steps.some((step) => step < 0);
  const terms = coordinates(flat, dims).flatMap((text, axis) => {
    const step = steps[axis] ?? 0;
    if (step === 0) return [];
    const coordinate = backwards ? `i32(${text})` : text;
    return [step === 1 ? coordinate : `${coordinate} * ${backwards ? `(${step})` : `${step}u`}`];
  });
  const { offset } = placement;
  if (offset !== 0 || terms.length === 0) terms.push(backwards ? `${offset}` : `${offset}u`);
  const sum = terms.join(' + ');
  return backwards ? `u32(${sum})` : sum;
}
