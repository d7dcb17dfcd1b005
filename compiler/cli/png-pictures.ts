/** Pictures as PNG files. */

import { decode, encode } from 'fast-png';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { Picture } from '../../targets/nnapi/host/draw-library.ts';
import type { Size } from '../diffusion/sizes.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';
import { badImage } from './draw-diagnostics.ts';
import { readNamedFile } from './files.ts';
import { checkPixels, readPngChunks } from './png-chunks.ts';

export function pngOf({ width, height, pixels }: Picture): Uint8Array {
  const data = withoutOpacity(pixels);
  return encode({ width, height, data, channels: 3, depth: 8 }, { zlib: { level: 9 } });
}

/** Three bytes for each pixel, of four. */
export function withoutOpacity(pixels: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from(pixels.filter((_, at) => at % 4 < 3));
}

export async function readPng(
  context: CommandContext,
  file: string,
  sizes: readonly Size[],
): Promise<Result<Picture>> {
  const bytes = take(context, await readNamedFile(context, file, 'name a PNG file'), 'usage');
  return pictureOf(bytes, file, sizes);
}

/** Only a picture of one of the sizes is unpacked. */
export function pictureOf(
  bytes: Uint8Array,
  file: string,
  sizes: readonly Size[],
): Result<Picture> {
  try {
    return success(pictureIn(bytes, sizes));
  } catch (error) {
    // The decoder has faults of several classes, all of them of the file.
    return failure([badImage(file, error instanceof Error ? error.message : String(error))]);
  }
}

function pictureIn(bytes: Uint8Array, sizes: readonly Size[]): Picture {
  const chunks = readPngChunks(bytes);
  const { width, height, channels, depth, hasPalette } = chunks.header;
  if (depth !== 8 || hasPalette) {
    throw new Error('it has a palette, or other than 8 bits for a colour');
  }
  if (!sizes.some((size) => size.width === width && size.height === height)) {
    const drawn = sizes.map((size) => `${size.width}x${size.height}`).join(', ');
    throw new Error(`the image is ${width}x${height}; it has to be ${drawn}`);
  }
  checkPixels(chunks);
  const { data } = decode(chunks.bare);
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  // One or two channels are grey, and the last of two or four is opacity.
  const isGrey = channels < 3;
  for (let at = 0; at < width * height; at++) {
    for (let colour = 0; colour < 3; colour++) {
      pixels[4 * at + colour] = data[channels * at + (isGrey ? 0 : colour)] ?? 0;
    }
  }
  return { width, height, pixels };
}
