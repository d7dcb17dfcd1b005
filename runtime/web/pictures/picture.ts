/** Pictures: red, green, blue and opacity of each pixel, and what models take and give instead. */

import { SnapcError } from '../errors.ts';
import type { PipelineDescription } from './description.ts';

/** Fits `new ImageData(picture.pixels, picture.width)`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes for each pixel, row by row: red, green, blue, opacity. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** From three planes of -1 to 1. */
export function toPicture(planes: Float32Array, width: number, height: number): Picture {
  const count = width * height;
  const pixels = new Uint8ClampedArray(4 * count).fill(255);
  for (let at = 0; at < count; at++) {
    for (let channel = 0; channel < 3; channel++) {
      // The array rounds and clamps.
      pixels[4 * at + channel] = (planes[channel * count + at] ?? 0) * 127.5 + 127.5;
    }
  }
  return { width, height, pixels };
}

export function toPlanes({ width, height, pixels }: Picture): Float32Array {
  const count = width * height;
  const planes = new Float32Array(3 * count);
  for (let at = 0; at < count; at++) {
    for (let channel = 0; channel < 3; channel++) {
      planes[channel * count + at] = (pixels[4 * at + channel] ?? 0) / 127.5 - 1;
    }
  }
  return planes;
}

/** One pixel for each latent, by a linear map. */
export function linearPreview(
  latents: Float32Array,
  { latent: { channels, height, width }, preview }: PipelineDescription,
): Picture {
  if (preview === undefined) {
    throw new SnapcError('input', 'the pipeline has no fast preview; ask for "decoded"');
  }
  const count = height * width;
  const planes = new Float32Array(3 * count);
  for (let at = 0; at < count; at++) {
    for (let colour = 0; colour < 3; colour++) {
      let sum = preview.bias[colour] ?? 0;
      for (let channel = 0; channel < channels; channel++) {
        sum += (latents[channel * count + at] ?? 0) * (preview.factors[channel]?.[colour] ?? 0);
      }
      planes[colour * count + at] = 2 * sum - 1;
    }
  }
  return toPicture(planes, width, height);
}
