/** Weighted k-means of numbers on a line: they are gathered in bins by their leading bits, and bins in clusters. */

import { bestCuts } from './cluster-cuts.ts';
import type { Weighted } from './cluster-cuts.ts';
import { bitsOf, halvesOfFloats } from './half-arrays.ts';
import type { NumberArray } from './tensor.ts';

const BINS = 1 << 16;
const PIECE = 1 << 12;
const ROUNDS = 100;
/** Bins that the best cuts are looked for in. */
const COARSE = 1024;

/** Sums of numbers that agree in sign, exponent and ten bits behind, relative to the largest of all. */
export class Histogram {
  readonly #weights = new Float64Array(BINS);
  readonly #sums = new Float64Array(BINS);
  readonly #piece = new Float32Array(PIECE);
  readonly #patterns = new Uint16Array(PIECE);
  readonly #factor: number;

  /** Of numbers of at most this magnitude. */
  constructor(largest: number) {
    this.#factor = 32768 / largest;
  }

  /** The numbers from `start` to `end`, each as often as its weight says; numbers that are none are left out. */
  add(values: NumberArray, start: number, end: number, weightOf?: (index: number) => number): void {
    const words = bitsOf(this.#piece);
    for (let first = start; first < end; first += PIECE) {
      const count = Math.min(PIECE, end - first);
      for (let at = 0; at < count; at++) {
        this.#piece[at] = (values[first + at] ?? 0) * this.#factor;
      }
      halvesOfFloats(words.subarray(0, count), this.#patterns.subarray(0, count));
      for (let at = 0; at < count; at++) {
        const pattern = this.#patterns[at] ?? 0;
        // In the order of the numbers.
        const bin = pattern < 0x8000 ? pattern | 0x8000 : 0xffff - pattern;
        const value = values[first + at] ?? 0;
        const weight = weightOf === undefined ? 1 : weightOf(first + at);
        if (!Number.isFinite(value)) continue;
        this.#weights[bin] = (this.#weights[bin] ?? 0) + weight;
        this.#sums[bin] = (this.#sums[bin] ?? 0) + weight * value;
      }
    }
  }

  /** The bins with numbers in them, from the smallest numbers to the largest, and all before each of them. */
  bins(): Weighted {
    const values: number[] = [];
    const weights = [0];
    const sums = [0];
    for (let bin = 0; bin < BINS; bin++) {
      const weight = this.#weights[bin] ?? 0;
      if (weight <= 0) continue;
      const sum = this.#sums[bin] ?? 0;
      values.push(sum / weight);
      weights.push((weights.at(-1) ?? 0) + weight);
      sums.push((sums.at(-1) ?? 0) + sum);
    }
    return {
      values: Float64Array.from(values),
      weights: Float64Array.from(weights),
      sums: Float64Array.from(sums),
    };
  }
}

/** Ascending centres; the largest is repeated where there are fewer numbers. */
export function clusterCenters(bins: Weighted, count: number): Float64Array {
  const { values, weights, sums } = bins;
  const { length } = values;
  if (length <= count) {
    return Float64Array.from({ length: count }, (_, at) => values[Math.min(at, length - 1)] ?? 0);
  }
  const centers = firstCenters(bins, count);
  let ends = new Int32Array(count);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Int32Array(count);
    let start = 0;
    for (let at = 0; at < count; at++) {
      const middle = ((centers[at] ?? 0) + (centers[at + 1] ?? Infinity)) / 2;
      const end = firstBeyond(values, middle, start);
      const weight = (weights[end] ?? 0) - (weights[start] ?? 0);
      if (weight > 0) centers[at] = ((sums[end] ?? 0) - (sums[start] ?? 0)) / weight;
      next[at] = end;
      start = end;
    }
    const settled = next.every((end, at) => end === ends[at]);
    ends = next;
    if (settled) break;
  }
  return centers;
}

/** The best centres of coarser bins. */
function firstCenters(bins: Weighted, count: number): Float64Array {
  const coarse = bins.values.length > COARSE ? coarser(bins) : bins;
  const starts = bestCuts(coarse, Math.min(count, coarse.values.length));
  return Float64Array.from({ length: count }, (_, at) => {
    const start = starts[at] ?? coarse.values.length - 1;
    const end = starts[at + 1] ?? coarse.values.length;
    const weight = (coarse.weights[end] ?? 0) - (coarse.weights[start] ?? 0);
    return ((coarse.sums[end] ?? 0) - (coarse.sums[start] ?? 0)) / weight;
  });
}

/**
 * Bins joined so that each has as much as any other of the cube root of their density: what centres come to be
 * spread by (Panter and Dite, 1951).
 */
function coarser({ values, weights, sums }: Weighted): Weighted {
  const { length } = values;
  const reach = new Float64Array(length);
  let total = 0;
  for (let bin = 0; bin < length; bin++) {
    const [before, after] = [Math.max(0, bin - 1), Math.min(length - 1, bin + 1)];
    const width = ((values[after] ?? 0) - (values[before] ?? 0)) / (after - before);
    const weight = (weights[bin + 1] ?? 0) - (weights[bin] ?? 0);
    reach[bin] = total;
    total += Math.cbrt(weight * width * width);
  }
  const ends: number[] = [];
  for (let bin = 1; bin < length; bin++) {
    const cell = (at: number): number => Math.floor(((reach[at] ?? 0) / total) * COARSE);
    if (cell(bin) !== cell(bin - 1)) ends.push(bin);
  }
  ends.push(length);
  const starts = [0, ...ends.slice(0, -1)];
  const pick = (list: Float64Array): Float64Array =>
    Float64Array.from([0, ...ends], (at) => list[at] ?? 0);
  return {
    values: Float64Array.from(ends, (end, at) => {
      const start = starts[at] ?? 0;
      const weight = (weights[end] ?? 0) - (weights[start] ?? 0);
      return ((sums[end] ?? 0) - (sums[start] ?? 0)) / weight;
    }),
    weights: pick(weights),
    sums: pick(sums),
  };
}

/** The first place from `start` on, of an ascending list, whose number is larger. */
function firstBeyond(sorted: Float64Array, than: number, start: number): number {
  let [low, high] = [start, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) > than) high = middle;
    else low = middle + 1;
  }
  return low;
}
