/** Tiles cover a picture and blend into it: what is the same in all tiles comes out unchanged. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mosaic, cut, tileStarts } from '../../runtime/web/pictures/tiles.ts';

describe('tiles', () => {
  it.each<readonly [number, number, readonly number[]]>([
    [8, 8, [0]],
    [8, 16, [0]],
    [16, 8, [0, 4, 8]],
    [15, 8, [0, 4, 7]],
    [9, 8, [0, 1]],
  ])('of %i, %i at a time, begin at %j', (whole, tile, starts) => {
    expect(tileStarts(whole, tile)).toEqual(starts);
  });

  it('put together are the planes that they were cut from', () => {
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(size, size, size, size, (height, width, tall, wide) => {
        const tile = { height: Math.min(tall, height), width: Math.min(wide, width) };
        const planes = Float32Array.from(
          { length: 2 * height * width },
          (_, at) => (at * 37) % 101,
        );
        const mosaic = new Mosaic(2, height, width);
        for (const top of tileStarts(height, tile.height)) {
          for (const left of tileStarts(width, tile.width)) {
            const area = { top, left, ...tile };
            mosaic.add(cut(planes, 2, height, width, area), area);
          }
        }
        const found = mosaic.finish();
        for (const [at, number] of planes.entries()) expect(found[at]).toBeCloseTo(number, 3);
      }),
    );
  });
});
