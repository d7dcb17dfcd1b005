/** Pictures as PNG files. */

import { decode, encode } from 'fast-png';
import type { Picture } from '../../targets/nnapi/host/draw-library.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { badImage } from './draw-diagnostics.ts';
import { readNamedFile } from './files.ts';

export function pngOf({ width, height, pixels }: Picture): Uint8Array {
  const data = withoutOpacity(pixels);
  return encode({ width, height, data, channels: 3, depth: 8 }, { zlib: { level: 9 } });
}

/** Three bytes for each pixel, of four. */
export function withoutOpacity(pixels: Uint8ClampedArray): Uint8Array {
  return Uint8Array.from(pixels.filter((_, at) => at % 4 < 3));
}

export async function readPng(context: CommandContext, file: string): Promise<Picture> {
  const bytes = take(context, await readNamedFile(context, file, 'name a PNG file'), 'usage');
  let png: ReturnType<typeof decode>;
  try {
    png = decode(bytes);
  } catch (error) {
    return refuse(badImage(file, error instanceof Error ? error.message : String(error)));
  }
  const { width, height, channels, depth, data, palette } = png;
  if (depth !== 8 || palette !== undefined) {
    return refuse(badImage(file, 'it has a palette, or other than 8 bits for a colour'));
  }
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
