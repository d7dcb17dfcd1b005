/** PNG files of any form, built chunk by chunk. */

import * as fc from 'fast-check';
import { crc32, deflateSync } from 'node:zlib';

export interface PngForm {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colours: number;
  readonly compression: number;
  readonly filter: number;
  readonly interlace: number;
}

export const GOOD: PngForm = {
  width: 8,
  height: 6,
  depth: 8,
  colours: 2,
  compression: 0,
  filter: 0,
  interlace: 0,
};

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function chunk(name: string, data: Uint8Array, fault?: 'crc' | 'length'): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(fault === 'length' ? 0xffff_fff0 : data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE((crc32(body) ^ (fault === 'crc' ? 1 : 0)) >>> 0, whole.length - 4);
  return whole;
}

export function header(form: PngForm): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(form.width, 0);
  data.writeUInt32BE(form.height, 4);
  data.set([form.depth, form.colours, form.compression, form.filter, form.interlace], 8);
  return chunk('IHDR', data);
}

export function png(...chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([SIGNATURE, ...chunks]));
}

export const END = chunk('IEND', new Uint8Array());

/** The red, green and blue of a pixel of GOOD. */
export function colourAt(x: number, y: number): readonly [number, number, number] {
  return [(37 * x + 11 * y) % 256, (91 * y + x) % 256, (x * y * 5) % 256];
}

/** The rows of GOOD's pixels that a pass of interlacing takes, none of them filtered. */
export function rows(left: number, top: number, across: number, down: number): readonly number[] {
  const bytes: number[] = [];
  for (let y = top; y < GOOD.height; y += down) {
    if (left >= GOOD.width) continue;
    bytes.push(0);
    for (let x = left; x < GOOD.width; x += across) bytes.push(...colourAt(x, y));
  }
  return bytes;
}

const whole = deflateSync(Uint8Array.from(rows(0, 0, 1, 1)));
/** A quarter of a gigabyte, in a quarter of a megabyte. */
let bomb: Buffer | undefined;
const bombed = (): Buffer => (bomb ??= deflateSync(Buffer.alloc(1 << 28)));

const forms: fc.Arbitrary<PngForm> = fc
  .record(
    {
      width: fc.constantFrom(0, 1, 7, 8, 16_384, 2 ** 31 - 1, 2 ** 32 - 1),
      height: fc.constantFrom(0, 1, 5, 6, 16_384, 2 ** 31 - 1, 2 ** 32 - 1),
      depth: fc.constantFrom(0, 1, 2, 4, 8, 16, 255),
      colours: fc.constantFrom(0, 1, 2, 3, 4, 6, 255),
      compression: fc.constantFrom(0, 1),
      filter: fc.constantFrom(0, 1),
      interlace: fc.constantFrom(0, 1, 2),
    },
    { requiredKeys: [] },
  )
  .map((changes) => ({ ...GOOD, ...changes }));

const data: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(whole) },
  { weight: 1, arbitrary: fc.constant(new Uint8Array()) },
  { weight: 1, arbitrary: fc.nat({ max: whole.length }).map((end) => whole.subarray(0, end)) },
  { weight: 1, arbitrary: fc.constant(null).map(bombed) },
  { weight: 1, arbitrary: fc.constant(deflateSync(Uint8Array.from(rows(0, 0, 1, 2)))) },
  {
    weight: 1,
    arbitrary: fc.constant(deflateSync(Uint8Array.from(rows(0, 0, 1, 1), (byte) => byte | 7))),
  },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 64 }) },
);

const others: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.constantFrom(
    chunk('PLTE', new Uint8Array(768)),
    chunk('PLTE', new Uint8Array(5)),
    chunk('tRNS', new Uint8Array(6)),
    chunk('tRNS', new Uint8Array(1000)),
    chunk('acTL', Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])),
    chunk('fcTL', new Uint8Array(26)),
    chunk('fdAT', new Uint8Array(99)),
    chunk('tEXt', new Uint8Array(3)),
    chunk('pHYs', new Uint8Array(2)),
    chunk('ABCD', new Uint8Array(4)),
    chunk('\0\0\0\0', new Uint8Array()),
    chunk('IDAT', whole, 'crc'),
    chunk('IDAT', whole, 'length'),
    END,
    header(GOOD),
  ),
  fc
    .constant(null)
    .map(() => chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), bombed()]))),
  fc
    .constant(null)
    .map(() => chunk('zTXt', Buffer.concat([Buffer.from('text\0\0', 'latin1'), bombed()]))),
);

/** Headers, pixels and other chunks, some of them in the wrong place, and perhaps cut off. */
export const hurtPng: fc.Arbitrary<Uint8Array> = fc
  .record({
    form: fc.oneof(fc.constant(GOOD), forms),
    pixels: fc.array(data, { minLength: 0, maxLength: 2 }),
    before: fc.array(others, { maxLength: 1 }),
    between: fc.array(others, { maxLength: 2 }),
    cut: fc.oneof(
      { weight: 5, arbitrary: fc.constant(1) },
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  })
  .map(({ form, pixels, before, between, cut }) => {
    const parts = pixels.map((one) => chunk('IDAT', one));
    const bytes = png(...before, header(form), ...between, ...parts, END);
    return bytes.subarray(0, Math.ceil(cut * bytes.length));
  });
