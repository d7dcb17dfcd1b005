/** Tensors repeated along their axes. */

import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import { MAX_RANK, dtypeOf, ints, shapeOf, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { view } from './movement.ts';

/** The input repeated along axes of one element and new leading axes; of any rank that is carried in five axes. */
export function broadcast(
  m: MilBuilder,
  x: Term,
  from: readonly number[],
  to: readonly number[],
): Term {
  const aligned = [...Array.from({ length: to.length - from.length }, () => 1), ...from];
  if (to.length > MAX_RANK) {
    let wide = view(m, x, [elementCount(aligned)]);
    let shape: readonly number[] = aligned;
    to.forEach((size, axis) => {
      if (shape[axis] === size) return;
      const parts = [elementCount(shape.slice(0, axis)), 1, elementCount(shape.slice(axis + 1))];
      wide = tile(m, view(m, wide, parts), [1, size, 1]);
      shape = shape.with(axis, size);
    });
    return wide;
  }
  const repeats = to.map((size, axis) => (aligned[axis] === size ? 1 : size));
  return tile(m, view(m, x, aligned), repeats);
}

export function tile(m: MilBuilder, x: Term, repeats: readonly number[]): Term {
  if (repeats.every((count) => count === 1)) return x;
  const shape = shapeOf(x).map((size, axis) => size * (repeats[axis] ?? 1));
  return m.op('tile', { x, reps: ints(repeats) }, typed(dtypeOf(x), shape));
}
