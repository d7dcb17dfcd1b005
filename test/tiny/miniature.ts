/** The committed miniature, and what its pictures show by arithmetic on their pixels alone. */

import { fileURLToPath } from 'node:url';
import type { Picture } from '../../runtime/web/pictures/picture.ts';

/** Another export of the same form may be named, as while it is trained. */
export const MINIATURE =
  process.env['SNAPC_MINIATURE'] ??
  fileURLToPath(new URL('../../models/tiny/onnx', import.meta.url));

type Colour = readonly [red: number, green: number, blue: number];

/** Where pixels of about a colour lie. */
export interface Patch {
  readonly count: number;
  /** Their middle, as shares of the picture from its upper left corner. */
  readonly x: number;
  readonly y: number;
}

const NEAR = 60;

export function patchOf(picture: Picture, colour: Colour): Patch {
  const { width, height } = picture;
  let [count, x, y] = [0, 0, 0];
  for (let at = 0; at < width * height; at++) {
    if (distance(colourAt(picture, at), colour) > NEAR) continue;
    count++;
    x += (at % width) + 0.5;
    y += Math.floor(at / width) + 0.5;
  }
  return { count, x: x / count / width, y: y / count / height };
}

/** The mean of the four corners. */
export function cornersOf(picture: Picture): Colour {
  const { width, height } = picture;
  const corners = [0, width - 1, width * (height - 1), width * height - 1];
  const colours = corners.map((at) => colourAt(picture, at));
  const mean = (channel: 0 | 1 | 2): number =>
    colours.reduce((sum, colour) => sum + colour[channel] / colours.length, 0);
  return [mean(0), mean(1), mean(2)];
}

export function isNear(one: Colour, other: Colour): boolean {
  return distance(one, other) <= NEAR;
}

/** Of a small picture's pixels from those of a large one that they stand for. */
export function meanDistance(small: Picture, large: Picture): number {
  const scale = large.width / small.width;
  let sum = 0;
  for (let at = 0; at < large.width * large.height; at++) {
    const [column, row] = [at % large.width, Math.floor(at / large.width)];
    const place = Math.floor(row / scale) * small.width + Math.floor(column / scale);
    sum += distance(colourAt(large, at), colourAt(small, place));
  }
  return sum / (large.width * large.height);
}

function distance(one: Colour, other: Colour): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function colourAt({ pixels }: Picture, at: number): Colour {
  return [pixels[4 * at] ?? 0, pixels[4 * at + 1] ?? 0, pixels[4 * at + 2] ?? 0];
}
