/** The chunks of a PNG file that hold its picture, looked through before anything of it is unpacked. */

import { crc32, inflateSync } from 'node:zlib';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly hasPalette: boolean;
  /** In a pixel. */
  readonly channels: number;
  readonly isInterlaced: boolean;
}

/** A file whose chunks are whole. */
export interface PngChunks {
  readonly header: PngHeader;
  /** The file without what is not needed to draw it, and that a reader might unpack all the same. */
  readonly bare: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const HEADER_BYTES = 13;
/** Length, name and checksum around the data of a chunk. */
const AROUND = 12;
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);
const PALETTE = 3;
const KEPT: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** First pixel and distance of each pass of Adam7 (PNG, section 8.2). */
const PASSES = [
  { left: 0, top: 0, across: 8, down: 8 },
  { left: 4, top: 0, across: 8, down: 8 },
  { left: 0, top: 4, across: 4, down: 8 },
  { left: 2, top: 0, across: 4, down: 4 },
  { left: 0, top: 2, across: 2, down: 4 },
  { left: 1, top: 0, across: 2, down: 2 },
  { left: 0, top: 1, across: 1, down: 2 },
];

/** Throws an Error that says what is wrong. */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) throw new Error('it is no PNG file');
  const kept: Uint8Array[] = [SIGNATURE];
  let header: PngHeader | undefined;
  for (const { name, data, whole } of chunksOf(bytes)) {
    if ((name === 'IHDR') !== (header === undefined)) {
      throw new Error(`its chunk ${name} is in the wrong place`);
    }
    header ??= readHeader(data);
    if (KEPT.has(name)) kept.push(whole);
    if (name === 'IEND') return { header, bare: Buffer.concat(kept) };
  }
  throw new Error('it is cut off');
}

function* chunksOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE.length; at + AROUND <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + AROUND + length;
    if (end > bytes.length) return;
    const letters = bytes.subarray(at + 4, at + 8);
    const name = String.fromCharCode(...letters);
    if (!/^[A-Za-z]{4}$/.test(name)) throw new Error('it has a chunk without a name');
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw new Error(`its chunk ${name} is damaged: the checksum is another`);
    }
    yield { name, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
    at = end;
  }
}

function readHeader(data: Uint8Array): PngHeader {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [depth = 0, colours = 0, , , interlace = 0] = data.subarray(8);
  const channels = CHANNELS.get(colours);
  if (data.length !== HEADER_BYTES || channels === undefined || interlace > 1) {
    throw new Error('its header is not one of PNG');
  }
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth,
    hasPalette: colours === PALETTE,
    channels,
    isInterlaced: interlace === 1,
  };
}

/** Throws where the packed pixels are not exactly those of the header, and never unpacks more. */
export function checkPixels({ header, bare }: PngChunks): void {
  const wanted = rawBytes(header);
  const packed = [...chunksOf(bare)].flatMap(({ name, data }) => (name === 'IDAT' ? [data] : []));
  let found: number;
  try {
    // One more than is wanted tells a file that has more.
    const options = { maxOutputLength: wanted + 1 };
    found = inflateSync(Buffer.concat(packed), options).length;
  } catch (error) {
    const isLonger = error instanceof RangeError;
    throw new Error(isLonger ? 'it unpacks to more than its pixels' : 'its pixels are damaged', {
      cause: error,
    });
  }
  if (found !== wanted) {
    throw new Error(`it has ${found} bytes of pixels where its size needs ${wanted}`);
  }
}

/** Of all rows, each with the byte that says how it is filtered. */
function rawBytes({ width, height, depth, channels, isInterlaced }: PngHeader): number {
  const passes = isInterlaced ? PASSES : [{ left: 0, top: 0, across: 1, down: 1 }];
  return passes.reduce((sum, { left, top, across, down }) => {
    const [columns, rows] = [Math.ceil((width - left) / across), Math.ceil((height - top) / down)];
    return columns > 0 && rows > 0
      ? sum + rows * (1 + Math.ceil((columns * channels * depth) / 8))
      : sum;
  }, 0);
}
