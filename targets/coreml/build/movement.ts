/** Shapes, orders, parts and repetitions: what only moves elements. Literals move at compile time. */

import { movedTogether } from '../../moved-axes.ts';
import { elementCount } from '../../../ir/types.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import type { MilBuilder } from '../builder.ts';
import {
  MAX_RANK,
  bool,
  derived,
  dtypeOf,
  int,
  ints,
  isLiteral,
  sameShape,
  shapeOf,
  typed,
} from '../terms.ts';
import type { Term } from '../terms.ts';

/** The same elements in row-major order under another shape. */
export function view(m: MilBuilder, x: Term, shape: readonly number[]): Term {
  if (sameShape(shapeOf(x), shape)) return x;
  if (isLiteral(x)) {
    if (x.kind === 'weight') return derived(x, builtinOps.reshape, { shape });
    return { ...x, type: typed(dtypeOf(x), shape) };
  }
  const from = m.unshaped(x);
  if (sameShape(shapeOf(from), shape)) return from;
  return m.reshape(from, ints(shape), typed(dtypeOf(x), shape));
}

/** Axes in another order; more than five of them pairwise. */
export function transpose(m: MilBuilder, x: Term, perm: readonly number[]): Term {
  const shape = shapeOf(x);
  if (perm.every((axis, index) => axis === index)) return x;
  if (isLiteral(x) && x.kind === 'weight') return derived(x, builtinOps.transpose, { perm });
  const result = perm.map((axis) => shape[axis] ?? 1);
  return m.op('transpose', { x, perm: ints(perm) }, typed(dtypeOf(x), result));
}

/** The transpose of a tensor of any rank that is carried in at most five axes. */
export function transposeMany(
  m: MilBuilder,
  x: Term,
  shape: readonly number[],
  perm: readonly number[],
): Term {
  const groups = movedTogether(shape, perm);
  if (groups.length <= MAX_RANK) {
    const order = [...groups].sort((a, b) => a.from - b.from);
    const merged = view(
      m,
      x,
      order.map(({ size }) => size),
    );
    return transpose(
      m,
      merged,
      groups.map((group) => order.indexOf(group)),
    );
  }
  // Each step brings the next group to its place past those that lie between.
  let order = [...groups].sort((a, b) => a.from - b.from);
  let moved = x;
  groups.forEach((group, place) => {
    const at = order.indexOf(group);
    if (at === place) return;
    const size = (from: number, to?: number): number =>
      elementCount(order.slice(from, to).map((item) => item.size));
    const blocks = [size(0, place), size(place, at), group.size, size(at + 1)];
    moved = transpose(m, view(m, moved, blocks), [0, 2, 1, 3]);
    order = order.toSpliced(at, 1).toSpliced(place, 0, group);
  });
  return moved;
}

export interface Part {
  readonly start: number;
  readonly count: number;
  /** May be negative, never 0. */
  readonly step: number;
}

/** A part of every axis. */
export function slice(m: MilBuilder, x: Term, parts: readonly Part[]): Term {
  const shape = shapeOf(x);
  const backwards = parts.flatMap(({ step, count }, axis) => (step < 0 && count > 1 ? [axis] : []));
  const turned = reverse(m, x, backwards);
  const forward = parts.map(({ start, count, step }, axis): Part => {
    if (!backwards.includes(axis)) return { start, count, step: Math.abs(step) };
    return { start: (shape[axis] ?? 1) - 1 - start, count, step: -step };
  });
  const whole = forward.every(
    ({ start, count, step }, axis) => start === 0 && step === 1 && count === shape[axis],
  );
  if (whole) return turned;
  const steps = forward.map(({ step }) => step);
  return m.op(
    'slice_by_index',
    {
      x: turned,
      begin: ints(forward.map(({ start }) => start)),
      end: ints(forward.map(({ start, count, step }) => start + (count - 1) * step + 1)),
      stride: steps.every((step) => step === 1) ? undefined : ints(steps),
    },
    typed(
      dtypeOf(x),
      parts.map(({ count }) => count),
    ),
  );
}

/** `count` elements from `start` along one axis, all along the others. */
export function sliceAxis(
  m: MilBuilder,
  x: Term,
  axis: number,
  start: number,
  count: number,
  step = 1,
): Term {
  const parts = shapeOf(x).map((size, index) =>
    index === axis ? { start, count, step } : { start: 0, count: size, step: 1 },
  );
  return slice(m, x, parts);
}

export function reverse(m: MilBuilder, x: Term, axes: readonly number[]): Term {
  if (axes.length === 0) return x;
  return m.op('reverse', { x, axes: ints(axes) }, typed(dtypeOf(x), shapeOf(x)));
}

/** `count` parts of the same size along an axis. */
export function split(m: MilBuilder, x: Term, axis: number, count: number): readonly Term[] {
  const shape = shapeOf(x);
  const part = typed(dtypeOf(x), shape.with(axis, (shape[axis] ?? 1) / count));
  return m.ops(
    'split',
    { x, num_splits: int(count), axis: int(axis) },
    Array.from({ length: count }, () => part),
  );
}

/** One after another along an axis; bool has to go as numbers before. */
export function concat(m: MilBuilder, values: readonly Term[], axis: number): Term {
  const [first] = values;
  if (first === undefined) throw new Error('there is nothing to concatenate');
  if (values.length === 1) return first;
  const length = values.reduce((sum, value) => sum + (shapeOf(value)[axis] ?? 1), 0);
  return m.op(
    'concat',
    { values, axis: int(axis), interleave: bool(false) },
    typed(dtypeOf(first), shapeOf(first).with(axis, length)),
  );
}
