/** Convolutions by indices into palettes: kernels look weights up, whatever the tile, and store no floats. */

import { describe, expect, it } from 'vitest';
import { convDevice } from './conv-devices.ts';
import { PALETTE_FORMS, SOME_PALETTES, compareForm, storedPalette } from './few-bits-graphs.ts';

const PAIR = { rows: 4, columns: 8 };
const TILES = [
  ['a phone', convDevice(PAIR, 1)],
  ['a phone that stages', convDevice({ ...PAIR, staged: true, workgroupSize: [4, 2, 1] }, 1)],
  ['taps in a loop', convDevice({ ...PAIR, rows: 3, depth: 4 }, 1)],
  ['SwiftShader', convDevice({ rows: 4, columns: 16, depth: 12, subgroups: true }, 1)],
  ['a subgroup that shares little', convDevice({ ...PAIR, depth: 4, subgroups: true }, 1)],
] as const;

/** Output and input channels, the window and its strides. */
const SHAPES = [
  [12, 64, 3, 2],
  [8, 96, 1, 1],
] as const;

describe.each(TILES)('on the tile of %s', (name, device) => {
  it.each(name === 'a phone' ? PALETTE_FORMS : SOME_PALETTES)('%s', async (form) => {
    for (const [outputs, inputs, size, stride] of SHAPES) {
      const pad = (size - 1) / 2;
      const { error, weights } = await compareForm(
        `graph @g(%x: f32[1,5,9,${inputs}]) {
          @w = seeded 3 1.0 : f32[${outputs},${inputs},${size},${size}]
          @bias = seeded 4 1.0 : f32[${outputs}]
          %0 = conv(%x, @w, @bias) {strides=[${stride}, ${stride}], pads=[${[pad, pad, pad, pad].join(', ')}], layout=channels_last} : f32[1,${Math.ceil(5 / stride)},${Math.ceil(9 / stride)},${outputs}]
          return out=%0
        }`,
        form,
        device,
      );
      expect(error, `${inputs} to ${outputs}, ${size}`).toBeLessThanOrEqual(1e-4);
      // A table of 256 takes more than so few weights.
      const few = form === 'palette8' && size === 1 ? 'f32' : storedPalette(form);
      expect(weights[0]?.stored).toBe(few);
    }
  });
});

it('behind a doubled image weights are looked up as they are', async () => {
  const { error, weights, kernels } = await compareForm(
    `graph @g(%x: f32[2,5,6,32]) {
      @w = seeded 3 1.0 : f32[9,32,3,3]
      @bias = seeded 4 1.0 : f32[9]
      %u = resize(%x) {shape=[2, 10, 12, 32], scales=[1, 2, 2, 1], mode=nearest, coordinates=asymmetric, rounding=floor} : f32[2,10,12,32]
      %0 = conv(%u, @w, @bias) {pads=[1, 1, 1, 1], layout=channels_last} : f32[2,10,12,9]
      return out=%0
    }`,
    'palette6',
    convDevice(PAIR, 1),
  );
  expect(error).toBeLessThanOrEqual(1e-4);
  expect(weights[0]?.stored).toBe('bits6');
  expect(kernels).toHaveLength(1);
});
