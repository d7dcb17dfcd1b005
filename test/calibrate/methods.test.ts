/** Ranges by each calibration method: values derived by hand, and what holds for all numbers. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../compiler/calibrate/histogram.ts';
import type { CalibrationMethod, RangeSettings } from '../../compiler/calibrate/method.ts';
import { calibrationMethods } from '../../compiler/calibrate/methods/index.ts';

const SETTINGS: RangeSettings = { levels: 256, symmetric: false, percentile: 99.99 };

const named = (name: string): CalibrationMethod => {
  const found = calibrationMethods.find((method) => method.name === name);
  if (found === undefined) throw new Error(`no method ${name}`);
  return found;
};

function rangeOf(
  name: string,
  runs: readonly (readonly number[])[],
  settings: Partial<RangeSettings> = {},
) {
  const collector = named(name).begin({ ...SETTINGS, ...settings });
  for (const run of runs) collector.add(Float32Array.from(run));
  return collector.range();
}

/** 0, 1, ... 999 and one that is far away. */
const OUTLIER = [...Array.from({ length: 1000 }, (_, index) => index), 100_000];

/** The mean squared error of numbers that are rounded to integers of 8 bits over a range. */
function roundingError(numbers: readonly number[], low: number, high: number): number {
  const step = (high - low) / 255;
  const first = Math.round(low / step);
  const errors = numbers.map((x) => {
    const rounded = Math.min(first + 255, Math.max(first, Math.round(x / step))) * step;
    return (x - rounded) ** 2;
  });
  return errors.reduce((sum, error) => sum + error, 0) / numbers.length;
}

describe('min-max', () => {
  it('covers what all runs have, and 0', () => {
    expect(
      rangeOf('min-max', [
        [1, 5],
        [3, 7, 2],
      ]),
    ).toEqual({ low: 0, high: 7 });
    expect(rangeOf('min-max', [[-4, -2], [1]])).toEqual({ low: -4, high: 1 });
  });

  it('leaves out what is no number', () => {
    expect(rangeOf('min-max', [[-Infinity, Number.NaN, 2, Infinity]])).toEqual({ low: 0, high: 2 });
  });
});

describe('percentile', () => {
  it('leaves out as many numbers on either side', () => {
    // Of 1000 numbers of each sign 1 % goes on either side: the 20 smallest and the 20 largest of 2000.
    const numbers = Array.from({ length: 2000 }, (_, index) => index - 1000 + 0.5);
    const { low, high } = rangeOf('percentile', [numbers], { percentile: 98 });
    expect(low).toBeCloseTo(-980, -1);
    expect(high).toBeCloseTo(980, -1);
  });

  it('of 100 per cent is that of min-max', () => {
    expect(rangeOf('percentile', [OUTLIER], { percentile: 100 })).toEqual({
      low: 0,
      high: 100_000,
    });
  });
});

describe('mse', () => {
  it('keeps numbers that are integers of the whole range', () => {
    const numbers = Array.from({ length: 256 }, (_, index) => index);
    const { low, high } = rangeOf('mse', [numbers]);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(255, -1);
  });

  it('clamps one number where all others gain', () => {
    const many = Array.from({ length: 400_000 }, (_, index) => (index % 1000) / 1000);
    const { high } = rangeOf('mse', [[...many, 20]]);
    expect(high).toBeLessThan(19);
    expect(roundingError([...many, 20], 0, high)).toBeLessThan(roundingError([...many, 20], 0, 20));
  });

  it('does not where its error would outweigh theirs', () => {
    const { high } = rangeOf('mse', [[0.1, 0.2, 0.3, 1000]]);
    expect(high).toBe(1000);
  });
});

describe('entropy', () => {
  it('clamps a tail of few numbers', () => {
    const { high } = rangeOf('entropy', [OUTLIER]);
    expect(high).toBeLessThan(100_000);
    expect(high).toBeGreaterThanOrEqual(999);
  });

  it('keeps numbers that are spread evenly', () => {
    const numbers = Array.from({ length: 65_536 }, (_, index) => index / 65_536);
    expect(rangeOf('entropy', [numbers]).high).toBeGreaterThan(0.95);
  });
});

const floats = fc.array(
  fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
    minLength: 1,
    maxLength: 40,
  }),
  { minLength: 1, maxLength: 5 },
);

describe.each(calibrationMethods.map(({ name }) => name))('%s', (name) => {
  it('gives a range inside of what it saw, around 0', () => {
    fc.assert(
      fc.property(floats, fc.boolean(), (runs, symmetric) => {
        const { low, high } = rangeOf(name, runs, { symmetric, levels: symmetric ? 255 : 256 });
        const all = runs.flat();
        expect(low).toBeLessThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(0);
        expect(low).toBeGreaterThanOrEqual(Math.min(0, ...all));
        expect(high).toBeLessThanOrEqual(Math.max(0, ...all));
      }),
      { numRuns: 50 },
    );
  });

  it('scales with the numbers', () => {
    fc.assert(
      fc.property(floats, (runs) => {
        const { low, high } = rangeOf(name, runs);
        const larger = rangeOf(
          name,
          runs.map((run) => run.map((x) => 4 * Math.fround(x))),
        );
        expect(larger.low).toBeCloseTo(4 * low, 5);
        expect(larger.high).toBeCloseTo(4 * high, 5);
      }),
      { numRuns: 50 },
    );
  });

  it('of nothing but 0 is 0', () => {
    expect(rangeOf(name, [[0, 0]])).toEqual({ low: 0, high: 0 });
  });
});

describe('the histogram', () => {
  it('counts every number once, whatever comes later', () => {
    fc.assert(
      fc.property(floats, (runs) => {
        const histogram = new Histogram();
        for (const run of runs) histogram.add(Float32Array.from(run));
        const counted = histogram.counts.reduce((sum, count) => sum + count, 0);
        expect(counted).toBe(runs.flat().length);
        expect(histogram.total).toBe(counted);
      }),
      { numRuns: 50 },
    );
  });

  it('puts numbers into the same bins in any order of runs', () => {
    fc.assert(
      fc.property(floats, (runs) => {
        const [one, other] = [new Histogram(), new Histogram()];
        for (const run of runs) one.add(Float32Array.from(run));
        for (const run of runs.toReversed()) other.add(Float32Array.from(run));
        expect(other.width).toBe(one.width);
        expect([...other.counts]).toEqual([...one.counts]);
      }),
      { numRuns: 50 },
    );
  });

  it('has its numbers within a bin of where they lie', () => {
    const histogram = new Histogram();
    histogram.add(Float32Array.of(0.25));
    histogram.add(Float32Array.of(100));
    const filled = Array.from(histogram.counts.keys()).filter((bin) => histogram.counts[bin]);
    expect(filled.map((bin) => histogram.at(bin))).toHaveLength(2);
    for (const [index, value] of [0.25, 100].entries()) {
      const bin = filled[index] ?? 0;
      expect(Math.abs(histogram.at(bin) - value)).toBeLessThanOrEqual(histogram.width);
    }
  });
});
