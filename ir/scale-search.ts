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
const SHARES = Array.from({ length: 15 }, (_, index) => 1 - 0.03 * index);
/** Times that scales are fitted to what numbers are rounded to. */
const ROUNDS = 2;

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
  const runs = [...scaledRuns(input.shape, shape, granularity)];
  const least = new Float64Array(scales.length).fill(Infinity);
  const consider = (candidates: Float32Array): void => {
    const losses = new Float64Array(scales.length);
    for (const { start, end, scale, step } of runs) {
      for (let index = start, at = scale; index < end; index++, at += step) {
        const value = x[index] ?? 0;
        const unit = candidates[at] ?? 1;
        const error = value - unit * Math.min(high, Math.max(low, Math.round(value / unit)));
        losses[at] = (losses[at] ?? 0) + error * error;
      }
    }
    for (const [at, loss] of losses.entries()) {
      if (!(loss < (least[at] ?? 0))) continue;
      least[at] = loss;
      scales[at] = candidates[at] ?? 1;
    }
  };
  for (const share of SHARES) consider(whole.map((scale) => scale * share));
  for (let round = 0; round < ROUNDS; round++) consider(fitted());

  /** The scales that suit the integers best which the present ones round to. */
  function fitted(): Float32Array {
    const [products, squares] = [new Float64Array(scales.length), new Float64Array(scales.length)];
    for (const { start, end, scale, step } of runs) {
      for (let index = start, at = scale; index < end; index++, at += step) {
        const value = x[index] ?? 0;
        const integer = Math.min(high, Math.max(low, Math.round(value / (scales[at] ?? 1))));
        products[at] = (products[at] ?? 0) + value * integer;
        squares[at] = (squares[at] ?? 0) + integer * integer;
      }
    }
    return scales.map((scale, at) => {
      const fit = (products[at] ?? 0) / (squares[at] ?? 0);
      return Math.fround(fit) > 0 && Number.isFinite(fit) ? fit : scale;
    });
  }
}
