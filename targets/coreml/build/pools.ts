/** Pools over one to three axes: MIL's own, and what stands for them where windows are dilated. */

import { lowest } from '../../../ir/reduction.ts';
import { elementCount } from '../../../ir/types.ts';
import { splitLayout, windowSpan } from '../../../ir/windows.ts';
import type { Windows } from '../../../ir/windows.ts';
import type { Inputs } from '../builder.ts';
import type { LowerRequest } from '../lowering.ts';
import { bool, dtypeOf, ints, isFloat, shapeOf, table, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { slice } from './movement.ts';
import { padWith } from './padding.ts';
import { convolve, padsOf } from './windows.ts';

/** The number of windows along each spatial axis, and the end padding that makes room for just as many. */
function roomFor({ result, attributes }: LowerRequest, x: Term, windows: Windows) {
  const layout =
    attributes.string('layout') === 'channels_last' ? 'channels_last' : 'channels_first';
  const counts = splitLayout(result.shape, layout).spatial;
  const after = counts.map((count, axis) => {
    const reach = (count - 1) * (windows.strides[axis] ?? 1) + windowSpan(windows, axis);
    const size = (shapeOf(x)[axis + 2] ?? 1) + (windows.before[axis] ?? 0);
    // A window that ceil_mode brings reaches beyond the pads; without it they may reach beyond the windows.
    return Math.max(windows.after[axis] ?? 0, reach - size);
  });
  return { counts, after };
}

/** An operation of MIL: padding counts for nothing in it, so more of it at the end does what ceil_mode asks. */
export function poolNode(
  request: LowerRequest,
  type: string,
  x: Term,
  windows: Windows,
  more: Inputs = {},
): Term {
  const { counts, after } = roomFor(request, x, windows);
  const [batch = 1, channels = 1] = shapeOf(x);
  return request.m.op(
    type,
    {
      x,
      kernel_sizes: ints(windows.kernel),
      strides: ints(windows.strides),
      pad_type: text('custom'),
      pad: ints(padsOf({ before: windows.before, after })),
      ...more,
      ceil_mode: bool(false),
    },
    typed(dtypeOf(x), [batch, channels, ...counts]),
  );
}

/** The greatest of the elements under each tap. */
export function dilatedMaximum(request: LowerRequest, x: Term, windows: Windows): Term {
  const { m, math, type } = request;
  const { counts, after } = roomFor(request, x, windows);
  const { dtype } = type(0);
  const least = isFloat(dtypeOf(x))
    ? dtype === 'f16'
      ? -65504
      : -3.4028234663852886e38
    : lowest(dtype);
  const pads = [0, 0, ...windows.before].map((before, axis) => ({
    before,
    after: axis < 2 ? 0 : Math.max(0, after[axis - 2] ?? 0),
  }));
  const padded = padWith(request, x, pads, least);
  const [batch = 1, channels = 1] = shapeOf(x);
  let greatest: Term | undefined;
  for (const offsets of tapOffsets(windows)) {
    const seen = slice(m, padded, [
      { start: 0, count: batch, step: 1 },
      { start: 0, count: channels, step: 1 },
      ...counts.map((count, axis) => ({
        start: offsets[axis] ?? 0,
        count,
        step: windows.strides[axis] ?? 1,
      })),
    ]);
    greatest = greatest === undefined ? seen : math.maximum(greatest, seen);
  }
  if (greatest === undefined) throw new Error('a window has taps');
  return greatest;
}

/** Where each tap of a window lies, in the order of a kernel's elements. */
function tapOffsets({ kernel, dilations }: Windows): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (offsets, size, axis) =>
      offsets.flatMap((offset) =>
        Array.from({ length: size }, (_, tap) => [...offset, tap * (dilations[axis] ?? 1)]),
      ),
    [[]],
  );
}

/** Sums of the windows by a convolution with ones for each channel, over the elements that count. */
export function countedMean(
  request: LowerRequest,
  x: Term,
  windows: Windows,
  countPads: boolean,
): Term {
  const { math } = request;
  const { counts, after } = roomFor(request, x, windows);
  const [, channels = 1, ...spatial] = shapeOf(x);
  const dtype = dtypeOf(x);
  const ones = Array.from({ length: channels * elementCount(windows.kernel) }, () => 1);
  const weight = table(dtype, [channels, 1, ...windows.kernel], ones);
  const geometry = { ...windows, after, groups: channels };
  const sums = convolve(request, x, { weight, bias: undefined }, geometry);
  const along = counts.map((count, axis) =>
    Array.from({ length: count }, (_, index) => {
      const start = index * (windows.strides[axis] ?? 1) - (windows.before[axis] ?? 0);
      const end = (spatial[axis] ?? 1) + (countPads ? (windows.after[axis] ?? 0) : 0);
      const first = countPads ? -Infinity : 0;
      return Array.from(
        { length: windows.kernel[axis] ?? 1 },
        (_, tap) => start + tap * (windows.dilations[axis] ?? 1),
      ).filter((place) => place >= first && place < end).length;
    }),
  );
  const covered = along.reduce<readonly number[]>(
    (all, line) => all.flatMap((count) => line.map((own) => count * own)),
    [1],
  );
  return math.divide(sums, table(dtype, [1, 1, ...counts], covered));
}
