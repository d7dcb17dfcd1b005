/** Where the places of a resized image lie in the original, and the mix of their neighbours. */

import { allocate, elementCount } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import type { Values } from './op.ts';

export const SAMPLING = [
  'DEFAULT',
  'STRICT_ALIGN_CORNERS',
  'ALIGN_CORNERS',
  'OFFSET_CORNERS',
  'UNALIGN_CORNERS',
] as const;
type Sampling = (typeof SAMPLING)[number];

/** Where each place of an axis of the output lies in the input. */
export type Grid = (at: number, from: number, to: number) => number;

/** Before a point is held to the input. */
export const GRIDS: Readonly<Record<Sampling, Grid>> = {
  DEFAULT: (at, from, to) => (to === 1 ? 0 : (at * (from - from / to)) / (to - 1)),
  STRICT_ALIGN_CORNERS: (at, from, to) => (to === 1 ? 0 : (at * (from - 1)) / (to - 1)),
  ALIGN_CORNERS: (at, from, to) => (to === 1 ? (from - 1) / 2 : (at * (from - 1)) / (to - 1)),
  OFFSET_CORNERS: (at, from, to) => ((at + 0.5) * Math.max(1, from - 1)) / to,
  UNALIGN_CORNERS: (at, from, to) => ((at + 0.5) * from) / to - 0.5,
};

/** One axis: the neighbours of each place, and the share of the second. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float64Array;
}

export function linearTaps(from: number, to: number, grid: Grid): Taps {
  const points = Float64Array.from({ length: to }, (_, at) =>
    Math.min(from - 1, Math.max(0, grid(at, from, to))),
  );
  const first = Int32Array.from(points, Math.floor);
  return {
    first,
    second: first.map((place) => Math.min(from - 1, place + 1)),
    share: points.map((point, at) => point - (first[at] ?? 0)),
  };
}

export function nearestTaps(from: number, to: number, place: Grid): Taps {
  const first = Int32Array.from({ length: to }, (_, at) =>
    Math.min(from - 1, Math.max(0, place(at, from, to))),
  );
  return { first, second: first, share: new Float64Array(to) };
}

/** Resizes the last two axes. */
export function resized(
  op: Values,
  shape: readonly number[],
  taps: (from: number, to: number) => Taps,
): NumberArray {
  const { dtype, shape: input, data } = op.tensor('x');
  const [height = 1, width = 1] = input.slice(-2);
  const [outHeight = 1, outWidth = 1] = shape.slice(-2);
  const [rows, columns] = [taps(height, outHeight), taps(width, outWidth)];
  const planes = elementCount(input.slice(0, -2));
  const result = allocate(dtype, planes * outHeight * outWidth);
  let to = 0;
  for (let plane = 0; plane < planes; plane++) {
    const base = plane * height * width;
    for (let y = 0; y < outHeight; y++) {
      const top = base + (rows.first[y] ?? 0) * width;
      const bottom = base + (rows.second[y] ?? 0) * width;
      const down = rows.share[y] ?? 0;
      for (let x = 0; x < outWidth; x++) {
        const [left, right] = [columns.first[x] ?? 0, columns.second[x] ?? 0];
        const along = columns.share[x] ?? 0;
        const above = mix(data[top + left] ?? 0, data[top + right] ?? 0, along);
        const below = mix(data[bottom + left] ?? 0, data[bottom + right] ?? 0, along);
        result[to++] = mix(above, below, down);
      }
    }
  }
  return result;
}

/** A share of zero leaves out what may be infinite. */
function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a + (b - a) * share;
}
