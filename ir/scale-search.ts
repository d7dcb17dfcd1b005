/**
 * Smaller scales than those that hold all numbers: the ones by which the sum of squares of the rounding errors is
 * least, although the largest numbers are cut.
 */

import { integerRange, isSingle } from './quantization.ts';
import type { Granularity } from './quantization.ts';
import { normalizeAxis, splitAt } from './shapes.ts';
import { numbers } from './tensor.ts';
import type { NumberArray, Tensor } from './tensor.ts';
import type { DType } from './types.ts';

/** Shares of the scale that holds all numbers. */
const SHARES = Array.from({ length: 11 }, (_, index) => 1 - 0.04 * index);
/** Times that scales are fitted to what numbers are rounded to. */
const ROUNDS = 2;
/** Added to a number of an integer's range and taken away again, it leaves the nearest integer. */
const EVEN = 1.5 * 2 ** 52;

/** Improves scales without zero points in place. */
export function searchScales(
  input: Tensor,
  dtype: DType,
  { shape, scales }: { readonly shape: readonly number[]; readonly scales: Float32Array },
  granularity: Granularity,
): void {
  const range = integerRange(dtype);
  const x = numbers(input);
  const { length, gather } = numbersOfScale(x, input.shape, shape, granularity);
  const own = new Float64Array(length);
  for (let at = 0; at < scales.length; at++) {
    const count = gather(at, own);
    scales[at] = bestScale(own, count, scales[at] ?? 1, range);
  }
}

/** Copies the numbers of a scale, in order, side by side, where all that follows finds them fast. */
function numbersOfScale(
  x: NumberArray,
  shape: readonly number[],
  scale: readonly number[],
  { axis, block_size }: Granularity,
): { readonly length: number; readonly gather: (at: number, to: Float64Array) => number } {
  const all = x.length;
  const copyRun = (start: number, count: number, to: Float64Array, from: number): void => {
    for (let index = 0; index < count; index++) to[from + index] = x[start + index] ?? 0;
  };
  if (block_size === 0 && isSingle(scale)) {
    const gather = (_: number, to: Float64Array): number => {
      copyRun(0, all, to, 0);
      return all;
    };
    return { length: all, gather };
  }
  const { size, inner } = splitAt(shape, normalizeAxis(axis, shape.length));
  if (block_size === 0) {
    const lines = all / (size * inner);
    const gather = (at: number, to: Float64Array): number => {
      for (let line = 0; line < lines; line++) {
        copyRun((line * size + at) * inner, inner, to, line * inner);
      }
      return lines * inner;
    };
    return { length: lines * inner, gather };
  }
  const blocks = Math.ceil(size / block_size);
  const gather = (at: number, to: Float64Array): number => {
    const block = Math.floor(at / inner);
    const line = Math.floor(block / blocks);
    const first = (block - line * blocks) * block_size;
    const count = Math.min(block_size, size - first);
    const start = (line * size + first) * inner + (at - block * inner);
    for (let index = 0; index < count; index++) to[index] = x[start + index * inner] ?? 0;
    return count;
  };
  return { length: Math.min(block_size, size), gather };
}

/** Of the first `count` numbers. */
function bestScale(
  x: Float64Array,
  count: number,
  whole: number,
  [low, high]: readonly [number, number],
): number {
  let [best, least] = [whole, Infinity];
  for (let round = -SHARES.length; round < ROUNDS; round++) {
    const share = SHARES[SHARES.length + round];
    const unit =
      share === undefined ? fittedScale(x, count, best, low, high) : Math.fround(whole * share);
    const loss = lossBy(x, count, unit, low, high);
    if (!(loss < least)) continue;
    least = loss;
    best = unit;
  }
  return best;
}

/** The sum of squares of the rounding errors. */
function lossBy(x: Float64Array, count: number, unit: number, low: number, high: number): number {
  const inverse = 1 / unit;
  let loss = 0;
  for (let index = 0; index < count; index++) {
    const value = x[index] ?? 0;
    const cut = Math.min(high, Math.max(low, value * inverse));
    const error = value - (cut + EVEN - EVEN) * unit;
    loss += error * error;
  }
  return loss;
}

/** The scale that suits the integers best which the present one rounds to. */
function fittedScale(
  x: Float64Array,
  count: number,
  unit: number,
  low: number,
  high: number,
): number {
  const inverse = 1 / unit;
  let [product, square] = [0, 0];
  for (let index = 0; index < count; index++) {
    const value = x[index] ?? 0;
    const integer = Math.min(high, Math.max(low, value * inverse)) + EVEN - EVEN;
    product += value * integer;
    square += integer * integer;
  }
  const fit = Math.fround(product / square);
  return fit > 0 && Number.isFinite(fit) ? fit : unit;
}
