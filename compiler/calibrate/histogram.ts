/** Counts numbers in bins of one width around 0; the bins become wider as larger numbers come. */

import type { NumberArray } from '../../ir/tensor.ts';
import { withZero } from './method.ts';
import type { CalibrationMethod, Range, RangeSettings } from './method.ts';

/** Halves on either side of 0. */
const BINS = 4096;
const HALF = BINS / 2;

export class Histogram {
  /** Bin i counts the numbers from (i - half) * width on. */
  readonly counts = new Float64Array(BINS);
  readonly half = HALF;
  #low = 0;
  #high = 0;
  #total = 0;
  /** All numbers lie below it in magnitude; a power of two, so that two bins make one of the next. */
  #reach = 0;

  /** The smallest and the largest number seen, and 0. */
  get seen(): Range {
    return withZero(this.#low, this.#high);
  }

  get total(): number {
    return this.#total;
  }

  get width(): number {
    return this.#reach / HALF;
  }

  /** Numbers that are none or infinite are left out: masks are made of them. */
  add(values: NumberArray): void {
    let [low, high] = [0, 0];
    for (const value of values) {
      if (value < low && value > -Infinity) low = value;
      else if (value > high && value < Infinity) high = value;
    }
    this.#low = Math.min(this.#low, low);
    this.#high = Math.max(this.#high, high);
    this.#cover(Math.max(-low, high));
    const { counts } = this;
    const scale = this.#reach === 0 ? 0 : HALF / this.#reach;
    for (const value of values) {
      const bin = Math.floor(value * scale) + HALF;
      if (!(bin >= 0 && bin < BINS)) continue;
      counts[bin] = (counts[bin] ?? 0) + 1;
      this.#total++;
    }
  }

  /** The middle of a bin. */
  at(bin: number): number {
    return (bin - HALF + 0.5) * this.width;
  }

  #cover(magnitude: number): void {
    if (magnitude === 0) return;
    if (this.#reach === 0) {
      // What came before was 0 and lies in the middle already.
      this.#reach = 2 ** Math.ceil(Math.log2(magnitude));
    }
    while (this.#reach <= magnitude) {
      this.#reach *= 2;
      const wider = new Float64Array(BINS);
      this.counts.forEach((count, bin) => {
        const to = HALF / 2 + (bin >> 1);
        wider[to] = (wider[to] ?? 0) + count;
      });
      this.counts.set(wider);
    }
  }
}

/** A method that chooses a range from the counts once all are in. */
export function histogramMethod(
  name: string,
  describe: string,
  choose: (histogram: Histogram, settings: RangeSettings) => Range,
): CalibrationMethod {
  return {
    name,
    describe,
    begin: (settings) => {
      const histogram = new Histogram();
      return {
        add: (values) => histogram.add(values),
        range: () => {
          const { low, high } = histogram.seen;
          if (low === high) return { low, high };
          const chosen = choose(histogram, settings);
          return withZero(Math.max(low, chosen.low), Math.min(high, chosen.high));
        },
      };
    },
  };
}
