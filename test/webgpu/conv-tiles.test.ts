/** The general convolution on rows that its tiles fill, overhang and outgrow. */

import { expect, it } from 'vitest';
import { coreOps } from '../../ir/ops/core/index.ts';
import { convDevice, differenceOf } from './conv-devices.ts';

const WIDTHS = [4, 6, 12, 20];
/** Taps along x, elements before and after the row, and the stride. */
const WINDOWS = [
  [1, 0, 0, 1],
  [2, 1, 0, 1],
  [3, 1, 1, 1],
  [3, 0, 2, 2],
  [5, 4, 3, 1],
  [8, 3, 4, 1],
] as const;

it.each(WIDTHS)('rows of %i', async (width) => {
  const device = convDevice({}, 1);
  for (const [taps, before, after, stride] of WINDOWS) {
    const error = await differenceOf(device, coreOps.conv, {
      operands: {
        input: { shape: [2, 4, 3, width] },
        weight: { shape: [8, 2, 2, taps], constant: true },
        bias: { shape: [8], constant: true },
      },
      attributes: { groups: 2, pads: [1, before, 0, after], strides: [1, stride] },
    });
    expect(error, [taps, before, after, stride].join()).toBeLessThanOrEqual(1e-5);
  }
});
