/** Pools that no operation makes: tap by tap over the padded image. */

import { dataConstant } from '../../../ir/constant.ts';
import { largestFinite } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import type { Windows } from '../../../ir/windows.ts';
import { roomAfter, tapOffsets, windowsOfNode } from '../build/windows.ts';
import { asPlane, channelsLast } from './images.ts';
import { FLOATS_ONLY, asTaken } from './numbers.ts';
import { firstOf } from './site.ts';
import type { Rewrite, Site } from './site.ts';

const ofOneAxis = asPlane(() => []);

/** What the image shows under each tap of the window, and the windows. */
function tapsOf(
  site: Site,
  outside: number,
): { readonly taps: readonly Value[]; windows: Windows } {
  const { b, attributes, operand, shape, dtype, result } = site;
  const windows = windowsOfNode(site, attributes.ints('kernel'));
  const counts = result.shape.slice(1, -1);
  const after = counts.map((count, axis) =>
    roomAfter(windows, axis, shape(0)[axis + 1] ?? 1, count),
  );
  const pads = [0, ...windows.before, 0, 0, ...after, 0];
  const value = b.scalar(dtype(0), outside);
  const padded = pads.every((width) => width === 0)
    ? operand(0)
    : b.pad({ input: operand(0), value }, { pads });
  const taps = tapOffsets(windows).map((offsets) => {
    const ends = counts.map(
      (count, axis) => (offsets[axis] ?? 0) + (count - 1) * (windows.strides[axis] ?? 1) + 1,
    );
    return b.slice(
      { input: padded },
      {
        starts: [0, ...offsets, 0],
        ends: [result.shape[0] ?? 1, ...ends, result.shape.at(-1) ?? 1],
        steps: [1, ...windows.strides, 1],
      },
    );
  });
  return { taps, windows };
}

function isPlainImage({ attributes, shape }: Site): boolean {
  return shape(0).length === 4 && attributes.ints('dilations').every((step) => step === 1);
}

const byMaximum: Rewrite = (site) => {
  if (isPlainImage(site)) return undefined;
  const { taps } = tapsOf(site, -largestFinite(site.dtype(0)));
  return taps.reduce((greatest, tap) => site.m.max(greatest, tap));
};

const byCounts: Rewrite = (site) => {
  const { b, m, attributes, shape, dtype, result } = site;
  const padded = attributes.ints('pads').some((width) => width > 0);
  const countPads = attributes.bool('count_include_pad') && padded;
  const overhangs = attributes.bool('count_include_pad') && attributes.bool('ceil_mode');
  if (isPlainImage(site) && !countPads && !overhangs) return undefined;
  const { taps, windows } = tapsOf(site, 0);
  const counts = result.shape.slice(1, -1);
  const along = counts.map((count, axis) =>
    Array.from({ length: count }, (_, index) => {
      const start = index * (windows.strides[axis] ?? 1) - (windows.before[axis] ?? 0);
      const end = (shape(0)[axis + 1] ?? 1) + (countPads ? (windows.after[axis] ?? 0) : 0);
      const first = countPads ? -Infinity : 0;
      return Array.from(
        { length: windows.kernel[axis] ?? 1 },
        (_unused, tap) => start + tap * (windows.dilations[axis] ?? 1),
      ).filter((place) => place >= first && place < end).length;
    }),
  );
  const covered = along.reduce<readonly number[]>(
    (all, line) => all.flatMap((count) => line.map((own) => count * own)),
    [1],
  );
  const table = tensorFrom(dtype(0), [...counts, 1], covered);
  const sum = taps.reduce((total, tap) => m.add(total, tap));
  return m.div(sum, b.constant(dataConstant(table)));
};

const images = firstOf(asTaken(FLOATS_ONLY), channelsLast, ofOneAxis);

export const maximumRewrite = firstOf(images, byMaximum);
export const averageRewrite = firstOf(images, byCounts);
