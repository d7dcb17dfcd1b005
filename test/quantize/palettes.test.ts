/** Palettes against the best choice there is, found by trying all, and against what is known of normal numbers. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram, clusterCenters } from '../../ir/clusters.ts';

function centersOf(values: readonly number[], count: number): Float64Array {
  const histogram = new Histogram(Math.max(...values.map(Math.abs), 1e-30));
  histogram.add(Float64Array.from(values), 0, values.length);
  return clusterCenters(histogram.bins(), count);
}

/** The sum of squares of the distances to the nearest centre. */
function lossOf(values: readonly number[], centers: ArrayLike<number>): number {
  const distances = values.map((value) =>
    Math.min(...Array.from(centers, (center) => (value - center) ** 2)),
  );
  return distances.reduce((sum, distance) => sum + distance, 0);
}

/** The least loss of all ways to cut the sorted numbers. */
function leastLoss(values: readonly number[], count: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const spread = (from: number, to: number): number => {
    const part = sorted.slice(from, to);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  let best = sorted.map((_, end) => spread(0, end + 1));
  for (let clusters = 2; clusters <= count; clusters++) {
    const before = best;
    best = sorted.map((_, end) =>
      Math.min(
        before[end] ?? 0,
        ...before.slice(0, end).map((loss, cut) => loss + spread(cut + 1, end + 1)),
      ),
    );
  }
  return best.at(-1) ?? 0;
}

/** Normal numbers of a sequence that fills the plane evenly, by Box and Muller. */
function normal(count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const [a, b] = [(index + 0.5) / count, ((index * 0.6180339887498949) % 1) + 1e-9];
    return Math.sqrt(-2 * Math.log(b)) * Math.cos(2 * Math.PI * a);
  });
}

describe('centres', () => {
  it('are close to the best there are', () => {
    const number = fc.float({ min: -4, max: 4, noNaN: true, noDefaultInfinity: true });
    const losses = fc
      .sample(fc.array(number, { minLength: 12, maxLength: 40 }), { numRuns: 200, seed: 1 })
      .map((values) => {
        const least = leastLoss(values, 4);
        const loss = lossOf(values, centersOf(values, 4));
        expect(loss).toBeGreaterThanOrEqual(least - 1e-6);
        return { loss, least };
      });
    const sum = (key: 'loss' | 'least'): number =>
      losses.reduce((total, one) => total + one[key], 0);
    // Numbers that agree in their leading bits count as one.
    expect(sum('loss') / sum('least')).toBeLessThan(1.001);
  });

  it('are the numbers themselves where those are few', () => {
    const values = [3, -2, 0.5, 3, -2, 7];
    expect([...centersOf(values, 4)]).toEqual([-2, 0.5, 3, 7]);
    expect([...centersOf(values, 8)]).toEqual([-2, 0.5, 3, 7, 7, 7, 7, 7]);
    expect([...centersOf([0, 0], 2)]).toEqual([0, 0]);
  });

  // Max, Quantizing for minimum distortion (1960), and its continuations.
  it.each([
    [1, 4.4],
    [2, 9.3],
    [3, 14.62],
    [4, 20.22],
    [6, 31.89],
  ])('of %i bits lose of normal numbers what is known: %f dB', (bits, expected) => {
    const values = normal(50_000);
    const power = values.reduce((sum, value) => sum + value * value, 0);
    const decibels = 10 * Math.log10(power / lossOf(values, centersOf(values, 2 ** bits)));
    expect(Math.abs(decibels - expected)).toBeLessThan(0.25);
  });

  it('ignore numbers that are none', () => {
    expect([...centersOf([1, NaN, -1, Infinity].filter(Number.isFinite), 2)]).toEqual([-1, 1]);
    const histogram = new Histogram(1);
    histogram.add(Float64Array.from([1, NaN, -1, Infinity]), 0, 4);
    expect([...clusterCenters(histogram.bins(), 2)]).toEqual([-1, 1]);
  });
});
