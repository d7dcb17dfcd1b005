/** So many per cent of the numbers lie in the range, and as many are left out below it as above. */

import { histogramMethod } from '../histogram.ts';

export const percentile = histogramMethod(
  'percentile',
  'the range of so many per cent of the numbers',
  (histogram, settings) => {
    const { counts, total, width } = histogram;
    const outside = (total * (100 - settings.percentile)) / 200;
    const edge = (from: number, step: number): number => {
      let left = outside;
      for (let bin = from; bin >= 0 && bin < counts.length; bin += step) {
        left -= counts[bin] ?? 0;
        if (left < 0) return histogram.at(bin) + (step * -width) / 2;
      }
      return 0;
    };
    return { low: edge(0, 1), high: edge(counts.length - 1, -1) };
  },
);
