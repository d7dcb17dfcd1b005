/** The demo's contact sheet: pictures enlarged by whole pixels, with their words under them. */

import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { enlarged } from '../../examples/demo/image.ts';
import { LETTER_WIDTH, brokenInto, inkOf } from '../../examples/demo/letters.ts';
import { contactSheet } from '../../examples/demo/sheet.ts';

/** Red, but for one green pixel in a corner. */
const picture = (size: number) => ({
  width: size,
  height: size,
  pixels: Uint8ClampedArray.from({ length: 4 * size * size }, (_, at) =>
    at < 4 ? ([0, 255, 0, 255][at] ?? 0) : ([255, 0, 0, 255][at % 4] ?? 0),
  ),
});

function colourAt(png: Uint8Array, x: number, y: number): readonly number[] {
  const { width, data } = decode(png);
  return Array.from(data.slice(3 * (y * width + x), 3 * (y * width + x) + 3));
}

describe('a picture', () => {
  it('is enlarged by whole pixels', () => {
    const png = enlarged(picture(4), 3).png();
    expect(decode(png)).toMatchObject({ width: 12, height: 12, channels: 3, depth: 8 });
    expect([colourAt(png, 2, 2), colourAt(png, 3, 2)]).toEqual([
      [0, 255, 0],
      [255, 0, 0],
    ]);
  });
});

describe('the sheet', () => {
  it('has four pictures in a row, and room for the longest words of each row', () => {
    const captioned = (prompt: string) => ({ prompt, picture: picture(64) });
    const short = contactSheet(Array.from({ length: 5 }, () => captioned('a red circle')));
    const long = contactSheet(
      Array.from({ length: 5 }, (_, at) =>
        captioned(at === 4 ? 'a small red circle above a large blue square' : 'a red circle'),
      ),
    );
    expect(short.width).toBe(16 + 4 * (3 * 64 + 16));
    expect([long.width, long.height - short.height]).toEqual([short.width, 3 * 20]);
    const png = short.png();
    expect([colourAt(png, 0, 0), colourAt(png, 16, 16), colourAt(png, 40, 40)]).toEqual([
      [255, 255, 255],
      [0, 255, 0],
      [255, 0, 0],
    ]);
  });
});

describe('letters', () => {
  it('are broken into lines at blanks, and words that are too long are cut', () => {
    expect(brokenInto('a red circle  on the left', 12)).toEqual(['a red circle', 'on the left']);
    expect(brokenInto('incomprehensibilities', 5)).toEqual(['incom']);
    expect(brokenInto(' ', 5)).toEqual([]);
  });

  it('stand beside each other; those that are not drawn are frames', () => {
    const [one, other] = [[...inkOf('r')], [...inkOf('rr')]];
    expect(other).toEqual([...one, ...one.map(([x, y]) => [x + LETTER_WIDTH, y])]);
    expect([...inkOf('R')]).toEqual(one);
    expect([...inkOf('ж')]).toEqual([...inkOf('字')]);
    expect([...inkOf(' ')]).toEqual([]);
    const drawn = new Set(
      Array.from('abcdefghijklmnopqrstuvwxyz0123456789.,-', (letter) =>
        [...inkOf(letter)].join(';'),
      ),
    );
    expect(drawn.size).toBe(39);
  });
});
