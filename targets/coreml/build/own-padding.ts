/** Padding with the tensor's own elements: its edge, its reflection, or its other end. */

import { placeOf } from '../../own-padding.ts';
import type { OwnMode } from '../../own-padding.ts';
import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, ints, isFloat, scalar, shapeOf, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { takeAt } from './taking.ts';
import type { AxisPads } from './padding.ts';

/** MIL's operation where it does the same: floats, along the last two axes, by no more than there is. */
export function padWithOwn(
  { m }: LowerRequest,
  x: Term,
  pads: readonly AxisPads[],
  mode: OwnMode,
): Term {
  const shape = shapeOf(x);
  const moved = pads.flatMap(({ before, after }, axis) => (before > 0 || after > 0 ? [axis] : []));
  if (moved.length === 0) return x;
  const fits = moved.every((axis) => {
    const { before = 0, after = 0 } = pads[axis] ?? {};
    const room = (shape[axis] ?? 1) - (mode === 'reflect' ? 1 : 0);
    return axis >= shape.length - 2 && Math.max(before, after) <= room;
  });
  if (fits && mode !== 'wrap' && isFloat(dtypeOf(x)) && shape.length >= 2) {
    const last = pads.slice(-2);
    return m.op(
      'pad',
      {
        x,
        pad: ints(last.flatMap(({ before, after }) => [before, after])),
        mode: text(mode === 'edge' ? 'replicate' : 'reflect'),
        constant_val: scalar(dtypeOf(x), 0),
      },
      typed(
        dtypeOf(x),
        shape.map((size, axis) => size + (pads[axis]?.before ?? 0) + (pads[axis]?.after ?? 0)),
      ),
    );
  }
  return moved.reduce<Term>((padded, axis) => {
    const { before = 0, after = 0 } = pads[axis] ?? {};
    const size = shapeOf(padded)[axis] ?? 1;
    const places = Array.from({ length: size + before + after }, (_, at) =>
      placeOf(at - before, size, mode),
    );
    return takeAt(m, padded, places, axis);
  }, x);
}
