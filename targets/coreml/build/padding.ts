/** Elements added around a tensor. */

import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, ints, isFloat, scalar, shapeOf, table, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { concat, view } from './movement.ts';
import { broadcast } from './repetition.ts';

/** Elements before and after one axis, none of them negative. */
export interface AxisPads {
  readonly before: number;
  readonly after: number;
}

/** One number around a tensor of at most five axes; integers have no operation for it and are joined to it. */
export function padWith(
  { m }: LowerRequest,
  x: Term,
  pads: readonly AxisPads[],
  value: number,
): Term {
  if (pads.every(({ before, after }) => before === 0 && after === 0)) return x;
  const dtype = dtypeOf(x);
  if (!isFloat(dtype)) return joinAround(m, x, pads, table(dtype, [1], [value]));
  const shape = shapeOf(x).map(
    (size, axis) => size + (pads[axis]?.before ?? 0) + (pads[axis]?.after ?? 0),
  );
  return m.op(
    'pad',
    {
      x,
      pad: ints(pads.flatMap(({ before, after }) => [before, after])),
      mode: text('constant'),
      constant_val: scalar(dtype, value),
    },
    typed(dtype, shape),
  );
}

/** The same with a number that is computed: a tensor of one element. */
export function joinAround(
  m: LowerRequest['m'],
  x: Term,
  pads: readonly AxisPads[],
  value: Term,
): Term {
  return pads.reduce((padded, { before, after }, axis) => {
    const shape = shapeOf(padded);
    const one = view(
      m,
      value,
      shape.map(() => 1),
    );
    const side = (count: number): readonly Term[] =>
      count === 0 ? [] : [broadcast(m, one, shapeOf(one), shape.with(axis, count))];
    return concat(m, [...side(before), padded, ...side(after)], axis);
  }, x);
}
