/** One axis of an image sampled elsewhere by tables of places and weights. */

import type { Taps } from '../../../ir/resize.ts';
import type { MilBuilder } from '../builder.ts';
import { dtypeOf, shapeOf, table } from '../terms.ts';
import type { Term } from '../terms.ts';
import type { Arithmetic } from './arithmetic.ts';
import { matmul } from './matrix.ts';
import { transpose } from './movement.ts';
import { takeAt } from './taking.ts';

export function takeNearest(m: MilBuilder, x: Term, { places }: Taps, axis: number): Term {
  return takeAt(m, x, Array.from(places), axis);
}

/** The sums of the tables as a product with a matrix, along the last axis. */
export function interpolate(m: MilBuilder, x: Term, taps: Taps, axis: number): Term {
  const { count, places, weights, outside } = taps;
  const shape = shapeOf(x);
  const from = shape[axis] ?? 1;
  const to = outside.length;
  const matrix = new Float64Array(from * to);
  weights.forEach((share, index) => {
    const at = (places[index] ?? 0) * to + Math.floor(index / count);
    matrix[at] = (matrix[at] ?? 0) + share;
  });
  const last = shape.length - 1;
  const swap = shape.map((_, index) => (index === axis ? last : index === last ? axis : index));
  const right = table(dtypeOf(x), [from, to], Array.from(matrix));
  const rows = transpose(m, x, swap);
  if (shape.length > 1) return transpose(m, matmul(m, rows, right, PLAIN), swap);
  return matmul(m, rows, right, PLAIN);
}

const PLAIN = { left: false, right: false };

/** The places that lie outside a crop get a number of their own. */
export function replaceOutside(
  math: Arithmetic,
  x: Term,
  { outside }: Taps,
  axis: number,
  value: number,
): Term {
  if (!outside.includes(1)) return x;
  const line = shapeOf(x).map((_, index) => (index === axis ? outside.length : 1));
  return math.select(table('bool', line, Array.from(outside)), value, x);
}
