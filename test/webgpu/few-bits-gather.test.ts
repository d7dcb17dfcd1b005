/** Rows picked from a table in few bits. */

import { expect, it } from 'vitest';
import { INTEGER_FORMS, PALETTE_FORMS, compareForm, storedPalette } from './few-bits-graphs.ts';
import { deviceNamed } from './memory-sink.ts';

it.each([...INTEGER_FORMS, ...PALETTE_FORMS])('%s', async (form) => {
  for (const width of [32, 39]) {
    const palette = form.includes('palette');
    const rows = palette ? 80 : 11;
    const { error, weights } = await compareForm(
      `graph @g(%i: i32[2,7]) {
        @w = seeded 3 1.0 : f32[${rows},${width}]
        %0 = gather(@w, %i) {axis=0} : f32[2,7,${width}]
        return out=%0
      }`,
      form,
      deviceNamed('swiftshader'),
    );
    expect(error).toBeLessThanOrEqual(1e-6);
    const few = form.includes('4') ? 'nibbles' : 'bytes';
    expect(weights.map(({ stored }) => stored)).toContain(palette ? storedPalette(form) : few);
  }
});
