/** Images made larger by whole factors, where MIL has an operation that does just that. */

import type { ResizeRule, Taps } from '../../../ir/resize.ts';
import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, int, isFloat, shapeOf, typed } from '../terms.ts';
import type { Term } from '../terms.ts';

/** Undefined where the last two axes of four are not repeated whole times, or others change too. */
export function upsampled(
  { m }: LowerRequest,
  x: Term,
  taps: readonly (Taps | undefined)[],
  mode: ResizeRule['mode'],
): Term | undefined {
  const shape = shapeOf(x);
  if (shape.length !== 4 || mode !== 'nearest' || !isFloat(dtypeOf(x))) return undefined;
  const factors = taps.map((tap, axis) => repetition(tap, shape[axis] ?? 1));
  const [batch, channels, height, width] = factors;
  if (batch !== 1 || channels !== 1 || height === undefined || width === undefined)
    return undefined;
  return m.op(
    'upsample_nearest_neighbor',
    { x, scale_factor_height: int(height), scale_factor_width: int(width) },
    typed(
      dtypeOf(x),
      shape.map((size, axis) => size * (factors[axis] ?? 1)),
    ),
  );
}

/** How often each element of an axis follows itself; undefined where that is not the same for all. */
function repetition(taps: Taps | undefined, from: number): number | undefined {
  if (taps === undefined) return 1;
  const { places, outside } = taps;
  const factor = places.length / from;
  const whole = Number.isInteger(factor) && !outside.includes(1);
  return whole && places.every((place, index) => place === Math.floor(index / factor))
    ? factor
    : undefined;
}
