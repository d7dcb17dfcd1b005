/** Pictures to begin with: PNG files of any form are read right or refused, and nothing larger than asked for is unpacked. */

import * as fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { pictureOf } from '../../compiler/cli/png-pictures.ts';
import { GOOD, END, chunk, colourAt, header, hurtPng, png, rows } from './png-files.ts';
import { typed } from './typed.ts';

const read = (bytes: Uint8Array) => pictureOf(bytes, 'in.png', [GOOD]);

/** What is right is GOOD's picture, whose pixels are known. */
function expectGood(bytes: Uint8Array): void {
  const found = read(bytes);
  if (!found.ok) throw new Error(found.diagnostics[0]?.message);
  const { width, height, pixels } = found.value;
  const colours = Array.from({ length: width * height }, (_, at) => [
    ...colourAt(at % width, Math.floor(at / width)),
    255,
  ]);
  expect([width, height, ...pixels]).toEqual([GOOD.width, GOOD.height, ...colours.flat()]);
}

const PIXELS = deflateSync(Uint8Array.from(rows(0, 0, 1, 1)));

it.each<readonly [string, readonly Uint8Array[]]>([
  ['plain', [header(GOOD), chunk('IDAT', PIXELS), END]],
  ['in two pieces', [header(GOOD), ...halves().map((half) => chunk('IDAT', half)), END]],
  [
    'with a frame of an animation after it',
    [
      header(GOOD),
      chunk('acTL', Uint8Array.from([0, 0, 0, 2, 0, 0, 0, 0])),
      chunk('IDAT', PIXELS),
      chunk('fdAT', new Uint8Array(40)),
      END,
    ],
  ],
  ['interlaced', [header({ ...GOOD, interlace: 1 }), chunk('IDAT', deflateSync(passes())), END]],
])('reads a picture %s', (_, chunks) => expectGood(png(...chunks)));

function halves(): readonly Uint8Array[] {
  return [PIXELS.subarray(0, 9), PIXELS.subarray(9)];
}

/** The seven passes of Adam7. */
function passes(): Uint8Array {
  return Uint8Array.from(
    [
      rows(0, 0, 8, 8),
      rows(4, 0, 8, 8),
      rows(0, 4, 4, 8),
      rows(2, 0, 4, 4),
      rows(0, 2, 2, 4),
      rows(1, 0, 2, 2),
      rows(0, 1, 1, 2),
    ].flat(),
  );
}

const bomb = deflateSync(Buffer.alloc(1 << 28));

it.each<readonly [string, readonly Uint8Array[], string]>([
  ['a damaged chunk', [header(GOOD), chunk('IDAT', PIXELS, 'crc'), END], 'IDAT is damaged'],
  ['a chunk without end', [header(GOOD), chunk('IDAT', PIXELS, 'length'), END], 'cut off'],
  ['no end', [header(GOOD), chunk('IDAT', PIXELS)], 'cut off'],
  ['a bomb', [header(GOOD), chunk('IDAT', bomb), END], 'unpacks to more than its pixels'],
  ['other pixels', [header(GOOD), chunk('IDAT', deflateSync(Uint8Array.of(0))), END], '1 bytes'],
  ['no pixels', [header(GOOD), END], 'its pixels are damaged'],
  ['huge edges', [header({ ...GOOD, width: 2 ** 32 - 1 }), END], 'the image is 4294967295x6'],
  ['a palette', [header({ ...GOOD, colours: 3 }), END], 'palette'],
  ['16 bits', [header({ ...GOOD, depth: 16 }), END], 'other than 8 bits'],
  ['another interlacing', [header({ ...GOOD, interlace: 2 }), END], 'its header'],
  ['two headers', [header(GOOD), header(GOOD), END], 'IHDR is in the wrong place'],
  ['pixels first', [chunk('IDAT', PIXELS), header(GOOD), END], 'IDAT is in the wrong place'],
])('refuses a picture with %s', (_, chunks, words) => {
  expect(read(png(...chunks)).diagnostics).toMatchObject([
    { code: 'SNAPC5461', message: expect.stringContaining(words) as string },
  ]);
});

it('unpacks no profiles and texts', () => {
  const [profile, text] = ['icc\0\0', 'text\0\0'].map((start) =>
    Buffer.concat([Buffer.from(start, 'latin1'), bomb]),
  );
  if (profile === undefined || text === undefined) throw new Error('both are there');
  const before = process.memoryUsage().rss;
  expectGood(
    png(header(GOOD), chunk('iCCP', profile), chunk('zTXt', text), chunk('IDAT', PIXELS), END),
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(1 << 27);
});

it('reads or refuses mutations', async () => {
  const before = process.memoryUsage().rss;
  await fc.assert(
    fc.asyncProperty(hurtPng, async (bytes) => {
      const picture = await typed(() => read(bytes));
      expect(picture?.pixels.length ?? 4 * 48).toBe(4 * 48);
    }),
    { numRuns: 400 },
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(1 << 29);
});
