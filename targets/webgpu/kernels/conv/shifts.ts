/** Which pixels of a row a tile's window covers. */

import type { Problem } from './problem.ts';

/** The places of the taps of a row that one turn of the loops computes. */
export function tapsOf({ kernel, dilations }: Problem, unrolled: boolean): readonly number[] {
  const taps = unrolled ? kernel[1] : 1;
  return Array.from({ length: taps }, (_, tap) => tap * dilations[1]);
}

/** The pixels that these taps need for `rows` results, counted from the first one of the window, in order. */
export function shiftsOf(problem: Problem, rows: number, unrolled: boolean): readonly number[] {
  const taps = tapsOf(problem, unrolled);
  const pixels = Array.from({ length: rows }, (_, row) => row * problem.strides[1]);
  const shifts = new Set(pixels.flatMap((pixel) => taps.map((tap) => pixel + tap)));
  return [...shifts].sort((a, b) => a - b);
}
