/** Reductions along axes of tensors of any rank. */

import { normalizeAxes } from '../../../ir/shapes.ts';
import type { MilBuilder } from '../builder.ts';
import type { LowerRequest } from '../lowering.ts';
import { MAX_RANK, bool, dtypeOf, ints, shapeOf, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { sliceAxis, view } from './movement.ts';

/** The reduced axes stay with one element. */
export function reduce(m: MilBuilder, type: string, x: Term, axes: readonly number[]): Term {
  const shape = shapeOf(x).map((size, axis) => (axes.includes(axis) ? 1 : size));
  return m.op(type, { x, axes: ints(axes), keep_dims: bool(true) }, typed(dtypeOf(x), shape));
}

/**
 * A reduction node: `step` reduces some axes of a tensor of at most five. Of more axes those next to each
 * other go together, and what still does not fit goes axis by axis.
 */
export function reduceNode(
  { m, attributes, required, type }: LowerRequest,
  step: (x: Term, axes: readonly number[]) => Term,
): Term {
  const { shape } = type(0);
  const axes = normalizeAxes(attributes.ints('axes'), shape.length);
  const x = required(0);
  if (axes.length === 0) return x;
  if (shape.length <= MAX_RANK) return step(view(m, x, shape), axes);
  const groups: { size: number; reduced: boolean }[] = [];
  shape.forEach((size, axis) => {
    const reduced = axes.includes(axis);
    const last = groups.at(-1);
    if (last?.reduced === reduced) last.size *= size;
    else groups.push({ size, reduced });
  });
  let result = x;
  groups.forEach((group, place) => {
    if (!group.reduced) return;
    const size = (part: typeof groups): number => part.reduce((all, item) => all * item.size, 1);
    const lines = [size(groups.slice(0, place)), group.size, size(groups.slice(place + 1))];
    result = step(view(m, result, lines), [1]);
    group.size = 1;
  });
  return result;
}

/** The product along one axis, by halves; there is no operation for it that every opset's reader knows. */
export function productAlong({ m, math }: LowerRequest, x: Term, axis: number): Term {
  let current = x;
  let odd: Term | undefined;
  for (let size = shapeOf(x)[axis] ?? 1; size > 1; size = Math.floor(size / 2)) {
    const half = Math.floor(size / 2);
    if (size % 2 === 1) {
      const last = sliceAxis(m, current, axis, size - 1, 1);
      odd = odd === undefined ? last : math.mul(odd, last);
    }
    const [left, right] = [0, half].map((start) => sliceAxis(m, current, axis, start, half));
    if (left === undefined || right === undefined) throw new Error('there are two halves');
    current = math.mul(left, right);
  }
  return odd === undefined ? current : math.mul(current, odd);
}
