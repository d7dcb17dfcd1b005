/** Products by weights of few bits: kernels unpack them, whatever the tile, and store no floats. */

import { describe, expect, it } from 'vitest';
import { INTEGER_FORMS, SOME_FORMS, compareForm } from './few-bits-graphs.ts';
import { TILES } from './matmul-graphs.ts';

/** m, n and k. */
const SIZES = [
  [1, 7, 13],
  [20, 36, 96],
] as const;

describe.each(TILES)('on the tile of %s', (name, device) => {
  it.each(name === 'a phone' ? INTEGER_FORMS : SOME_FORMS)('%s', async (form) => {
    for (const [m, n, k] of SIZES) {
      for (const [shape, flags] of [
        [`${k},${n}`, ''],
        [`${n},${k}`, '{transpose_b=true} '],
      ]) {
        const { error, weights } = await compareForm(
          `graph @g(%a: f32[2,${m},${k}]) {
            @w = seeded 3 1.0 : f32[${shape}]
            @bias = seeded 4 1.0 : f32[${n}]
            %0 = matmul(%a, @w) ${flags}: f32[2,${m},${n}]
            %1 = add(%0, @bias) : f32[2,${m},${n}]
            return out=%1
          }`,
          form,
          device,
        );
        expect(error, `${m} x ${n} x ${k} ${flags}`).toBeLessThanOrEqual(1e-4);
        const few = form.includes('4') ? 'nibbles' : 'bytes';
        expect(weights.map(({ stored }) => stored)).toContain(few);
      }
    }
  });
});
