/**
 * The range whose integers are nearest to the numbers, by the mean of squares. Errors of numbers that are clamped
 * count three times: they all go one way and add up, where those of rounding cancel (as in AIMET's enhanced scheme).
 */

import { histogramMethod } from '../histogram.ts';
import type { Histogram } from '../histogram.ts';
import { balanced } from '../method.ts';
import type { Range, RangeSettings } from '../method.ts';

/** Shares of the full reach that are tried, and how finely around the best of them. */
const COARSE = 24;
const FINE = 6;
const CLAMPED_COUNTS = 3;

export const mse = histogramMethod(
  'mse',
  'the range with the least mean squared error of the rounded numbers',
  (histogram, settings) => {
    const { low, high } = settings.symmetric ? balanced(histogram.seen) : histogram.seen;
    const places = placesOf(histogram);
    const errorOf = (range: Range): number => squaredError(places, range, settings);
    let best = { low, high };
    let least = errorOf(best);
    const consider = (range: Range): void => {
      const error = errorOf(range);
      if (error >= least) return;
      least = error;
      best = range;
    };
    // Both ends together first: most of the gain, and a good start for each alone.
    for (let step = 1; step < COARSE; step++) {
      const share = 1 - step / COARSE;
      consider({ low: low * share, high: high * share });
    }
    for (const finer of [1, FINE, FINE * FINE]) {
      for (const end of ['low', 'high'] as const) {
        const from = best[end];
        const unit = (end === 'low' ? low : high) / (COARSE * finer);
        for (let step = -FINE; step <= FINE; step++) {
          const moved = from + step * unit;
          const inside = end === 'low' ? moved <= 0 && moved >= low : moved >= 0 && moved <= high;
          if (!inside) continue;
          const range = { ...best, [end]: moved };
          consider(settings.symmetric ? { low: -Math.abs(moved), high: Math.abs(moved) } : range);
        }
      }
    }
    return best;
  },
);

interface Places {
  readonly at: Float64Array;
  readonly count: Float64Array;
}

/** Bins with numbers in them. */
function placesOf(histogram: Histogram): Places {
  const filled = Array.from(histogram.counts.keys()).filter((bin) => histogram.counts[bin]);
  return {
    at: Float64Array.from(filled, (bin) => histogram.at(bin)),
    count: Float64Array.from(filled, (bin) => histogram.counts[bin] ?? 0),
  };
}

function squaredError(
  { at, count }: Places,
  { low, high }: Range,
  { levels }: RangeSettings,
): number {
  const step = (high - low) / (levels - 1);
  if (step === 0) return Infinity;
  // Where the grid lies is rounded so that 0 is on it.
  const first = Math.round(low / step);
  const last = first + levels - 1;
  let sum = 0;
  for (let index = 0; index < at.length; index++) {
    const value = at[index] ?? 0;
    const nearest = Math.round(value / step);
    const integer = Math.min(last, Math.max(first, nearest));
    const weight = integer === nearest ? 1 : CLAMPED_COUNTS;
    sum += weight * (count[index] ?? 0) * (value - integer * step) ** 2;
  }
  return sum;
}
