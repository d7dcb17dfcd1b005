/** Products by indices into palettes: kernels look weights up, whatever the tile, and store no floats. */

import { describe, expect, it } from 'vitest';
import { PALETTE_FORMS, SOME_PALETTES, compareForm, storedPalette } from './few-bits-graphs.ts';
import { TILES } from './matmul-graphs.ts';

/** m, n and k. */
const SIZES = [
  [3, 12, 182],
  [20, 40, 96],
] as const;

describe.each(TILES)('on the tile of %s', (name, device) => {
  it.each(name === 'a phone' ? PALETTE_FORMS : SOME_PALETTES)('%s', async (form) => {
    for (const [m, n, k] of SIZES) {
      const turned = n === 12;
      const { error, weights } = await compareForm(
        `graph @g(%a: f32[2,${m},${k}]) {
          @w = seeded 3 1.0 : f32[${turned ? `${n},${k}` : `${k},${n}`}]
          @bias = seeded 4 1.0 : f32[${n}]
          %0 = matmul(%a, @w) {transpose_b=${turned}} : f32[2,${m},${n}]
          %1 = add(%0, @bias) : f32[2,${m},${n}]
          return out=%1
        }`,
        form,
        device,
      );
      expect(error, `${m} x ${n} x ${k}`).toBeLessThanOrEqual(1e-4);
      expect(weights.map(({ stored }) => stored)).toContain(storedPalette(form));
    }
  });
});
