/** Channels-last convolutions with the tiles of phones and of software adapters, on sizes that overhang. */

import { describe, expect, it } from 'vitest';
import { coreOps } from '../../ir/ops/core/index.ts';
import { convDevice, differenceOf } from './conv-devices.ts';

const TILES = {
  'phone 4x4': { rows: 4, columns: 4 },
  'phone 4x8': { rows: 4, columns: 8 },
  'rows in a loop': { rows: 8, columns: 8, depth: 4 },
  'large 16x16': { rows: 16, columns: 16 },
  'shared by subgroups': { rows: 8, columns: 16, subgroups: true },
  'staged 4x4': { rows: 4, columns: 4, staged: true },
  'weights staged, rows in a loop': {
    rows: 3,
    columns: 8,
    workgroupSize: [8, 1, 1],
    depth: 4,
    staged: true,
  },
  'pixels staged': { rows: 4, columns: 8, workgroupSize: [1, 8, 1], depth: 12, staged: true },
  'shared, rows in a loop': { rows: 4, columns: 32, subgroups: true, depth: 4 },
} as const;

/** Height, width, inputs, outputs. */
const IMAGES = [
  [5, 7, 4, 8],
  [4, 18, 8, 20],
  [3, 5, 3, 12],
  [6, 9, 12, 3],
  [2, 2, 8, 36],
] as const;

/** Kernel, strides, pads, dilations. */
const WINDOWS = [
  [
    [3, 3],
    [1, 1],
    [1, 1, 1, 1],
    [1, 1],
  ],
  [
    [3, 3],
    [2, 2],
    [0, 0, 1, 1],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 1],
    [0, 0, 0, 0],
    [1, 1],
  ],
  [
    [1, 1],
    [2, 2],
    [0, 0, 0, 0],
    [1, 1],
  ],
  [
    [2, 5],
    [1, 2],
    [1, 3, 2, 2],
    [1, 1],
  ],
  [
    [3, 3],
    [1, 1],
    [2, 2, 2, 2],
    [2, 2],
  ],
] as const;

describe.each(Object.entries(TILES))('%s', (_, tile) => {
  const device = convDevice(tile, 1);
  const cases = IMAGES.map((image, index) => [index, ...image] as const);
  // Every other window for an image: each is a pipeline.
  it.each(cases)(
    '%i: %i by %i, %i to %i channels',
    async (index, height, width, inputs, outputs) => {
      const windows = WINDOWS.filter((__, at) => (at + index) % 2 === 0);
      for (const [kernel, strides, pads, dilations] of windows) {
        const error = await differenceOf(device, coreOps.conv, {
          operands: {
            input: { shape: [2, height, width, inputs] },
            weight: { shape: [outputs, inputs, ...kernel], constant: true },
            bias: { shape: [outputs], constant: true },
          },
          attributes: {
            strides: [...strides],
            pads: [...pads],
            dilations: [...dilations],
            layout: 'channels_last',
          },
        });
        expect(error, `${kernel.join()} ${strides.join()} ${pads.join()}`).toBeLessThanOrEqual(
          1e-5,
        );
      }
    },
  );
});

describe('a device that wants many invocations', () => {
  it.each([1, 64, 2048])('%i', async (invocations) => {
    const device = convDevice({ rows: 8, columns: 16 }, invocations);
    const error = await differenceOf(device, coreOps.conv, {
      operands: {
        input: { shape: [1, 6, 6, 16] },
        weight: { shape: [24, 16, 3, 3], constant: true },
      },
      attributes: { pads: [1, 1, 1, 1], layout: 'channels_last' },
    });
    expect(error).toBeLessThanOrEqual(1e-5);
  });
});

it('weights that are computed', async () => {
  const error = await differenceOf(convDevice({ rows: 4, columns: 8 }, 1), coreOps.conv, {
    operands: { input: { shape: [1, 5, 6, 4] }, weight: { shape: [8, 4, 3, 3] } },
    attributes: { pads: [1, 1, 1, 1], layout: 'channels_last' },
  });
  expect(error).toBeLessThanOrEqual(1e-5);
});
