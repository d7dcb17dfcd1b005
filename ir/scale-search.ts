/**
 * Smaller scales than those that hold all numbers: the ones by which the sum of squares of the rounding errors is
 * least, although the largest numbers are cut.
 */

import { integerRange, scaledRuns } from './quantization.ts';
import type { Granularity } from './quantization.ts';
import { numbers } from './tensor.ts';
import type { Tensor } from './tensor.ts';
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
  const [low, high] = integerRange(dtype);
  const x = numbers(input);
  const whole = scales.slice();
  const least = new Float64Array(scales.length).fill(Infinity);
  const [first, second] = [new Float64Array(scales.length), new Float64Array(scales.length)];
  const inverse = new Float64Array(scales.length);

  const consider = (candidates: Float32Array): void => {
    first.fill(0);
    candidates.forEach((unit, at) => (inverse[at] = 1 / unit));
    for (const { start, end, scale, step } of scaledRuns(input.shape, shape, granularity)) {
      for (let index = start, at = scale; index < end; index++, at += step) {
        const value = x[index] ?? 0;
        const cut = Math.min(high, Math.max(low, value * (inverse[at] ?? 1)));
        const error = value - (cut + EVEN - EVEN) * (candidates[at] ?? 1);
        first[at] = (first[at] ?? 0) + error * error;
      }
    }
    for (let at = 0; at < scales.length; at++) {
      const loss = first[at] ?? 0;
      if (!(loss < (least[at] ?? 0))) continue;
      least[at] = loss;
      scales[at] = candidates[at] ?? 1;
    }
  };

  /** The scales that suit the integers best which the present ones round to. */
  const fitted = (): Float32Array => {
    first.fill(0);
    second.fill(0);
    scales.forEach((unit, at) => (inverse[at] = 1 / unit));
    for (const { start, end, scale, step } of scaledRuns(input.shape, shape, granularity)) {
      for (let index = start, at = scale; index < end; index++, at += step) {
        const value = x[index] ?? 0;
        const cut = Math.min(high, Math.max(low, value * (inverse[at] ?? 1)));
        const integer = cut + EVEN - EVEN;
        first[at] = (first[at] ?? 0) + value * integer;
        second[at] = (second[at] ?? 0) + integer * integer;
      }
    }
    return scales.map((scale, at) => {
      const fit = (first[at] ?? 0) / (second[at] ?? 0);
      return Math.fround(fit) > 0 && Number.isFinite(fit) ? fit : scale;
    });
  };

  for (const share of SHARES) consider(whole.map((scale) => scale * share));
  for (let round = 0; round < ROUNDS; round++) consider(fitted());
}
