/**
 * The range that loses the least information: the Kullback-Leibler divergence of the clamped and rounded
 * distribution from the clamped one is least (Migacz, "8-bit inference with TensorRT", 2017).
 */

import { histogramMethod } from '../histogram.ts';

/** Bins between two limits that are tried. */
const STRIDE = 8;

export const entropy = histogramMethod(
  'entropy',
  'the range with the least divergence of the rounded distribution',
  ({ counts, half, width, seen }, { levels }) => {
    const reach = Math.min(half, Math.ceil(Math.max(-seen.low, seen.high) / width));
    let limit = reach;
    let least = Infinity;
    for (let bins = Math.ceil(levels / 2); bins <= reach; bins += STRIDE) {
      const divergence = divergenceOf(counts, half - bins, half + bins, levels);
      if (divergence >= least) continue;
      least = divergence;
      limit = bins;
    }
    return { low: -limit * width, high: limit * width };
  },
);

/** Of the bins from `from` up to `to`, where all beyond are counted in the outermost ones. */
function divergenceOf(counts: Float64Array, from: number, to: number, levels: number): number {
  const inside = counts.subarray(from, to);
  const clamped = inside.slice();
  const last = clamped.length - 1;
  clamped[0] = (clamped[0] ?? 0) + sumOf(counts.subarray(0, from));
  clamped[last] = (clamped[last] ?? 0) + sumOf(counts.subarray(to));
  const total = sumOf(clamped);
  const [kept, size] = [sumOf(inside), clamped.length];
  let divergence = 0;
  for (let level = 0; level < levels; level++) {
    const start = Math.floor((level * size) / levels);
    const end = Math.floor(((level + 1) * size) / levels);
    let [sum, filled] = [0, 0];
    for (let bin = start; bin < end; bin++) {
      sum += inside[bin] ?? 0;
      if ((clamped[bin] ?? 0) > 0) filled++;
    }
    // What one integer stands for counts the same in each of its bins that has numbers.
    const rounded = sum / filled / kept;
    for (let bin = start; bin < end; bin++) {
      const exact = (clamped[bin] ?? 0) / total;
      if (exact === 0) continue;
      divergence += exact * Math.log(exact / Math.max(rounded, LEAST));
    }
  }
  return divergence;
}

/** Instead of 0, whose divergence is infinite. */
const LEAST = 1e-9;

function sumOf(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
