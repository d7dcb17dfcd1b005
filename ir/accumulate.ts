/** The inner loop of matmul and the convolutions: many rows, each times a weight, added into one row. */

import type { NumberArray } from './tensor.ts';
import type { DType } from './types.ts';
import { DTYPES } from './types.ts';

/** Where rows lie, what they are multiplied with, and where the sum goes. */
export interface Rows {
  readonly x: NumberArray;
  /** Row p starts at x[base + offsets[p]], and `step` elements lie between its elements. */
  readonly base: number;
  readonly offsets: Int32Array;
  readonly step: number;
  readonly weights: NumberArray;
  /** The weight of row p is weights[weightStart + p * weightStep]. */
  readonly weightStart: number;
  readonly weightStep: number;
  /** The sum goes to elements start, start + sumStep, ... of the accumulator. */
  readonly start: number;
  readonly sumStep: number;
  readonly length: number;
}

/** Sums longer than this are cut into pieces that stay in the nearest cache. */
export const ROW_PIECE = 2048;

export interface Accumulator {
  readonly allocate: (length: number) => Float64Array | Int32Array;
  /** sum[start + i * sumStep] += sum over p of weight p * row p [i], for i below length. */
  readonly add: (sum: Float64Array | Int32Array, rows: Rows) => void;
}

/** Double precision for floats, wrapping 32-bit arithmetic for integers. */
export function accumulatorOf(dtype: DType): Accumulator {
  return DTYPES[dtype].kind === 'float'
    ? { allocate: (length) => new Float64Array(length), add: addFloats }
    : { allocate: (length) => new Int32Array(length), add: addIntegers };
}

/** Four rows at a time, which reads and writes the sum a quarter as often. */
function addFloats(sum: Float64Array | Int32Array, rows: Rows): void {
  const { x, base, offsets, step, weights, weightStart, weightStep } = rows;
  const { start, sumStep, length } = rows;
  const count = offsets.length;
  let p = 0;
  let at = weightStart;
  for (; p + 3 < count; p += 4) {
    const w0 = weights[at] ?? 0;
    const w1 = weights[at + weightStep] ?? 0;
    const w2 = weights[at + 2 * weightStep] ?? 0;
    const w3 = weights[at + 3 * weightStep] ?? 0;
    at += 4 * weightStep;
    let i0 = base + (offsets[p] ?? 0);
    let i1 = base + (offsets[p + 1] ?? 0);
    let i2 = base + (offsets[p + 2] ?? 0);
    let i3 = base + (offsets[p + 3] ?? 0);
    let to = start;
    for (let index = 0; index < length; index++) {
      sum[to] =
        (sum[to] ?? 0) +
        w0 * (x[i0] ?? 0) +
        w1 * (x[i1] ?? 0) +
        w2 * (x[i2] ?? 0) +
        w3 * (x[i3] ?? 0);
      i0 += step;
      i1 += step;
      i2 += step;
      i3 += step;
      to += sumStep;
    }
  }
  for (; p < count; p++) {
    const weight = weights[at] ?? 0;
    at += weightStep;
    let from = base + (offsets[p] ?? 0);
    let to = start;
    for (let index = 0; index < length; index++) {
      sum[to] = (sum[to] ?? 0) + weight * (x[from] ?? 0);
      from += step;
      to += sumStep;
    }
  }
}

function addIntegers(sum: Float64Array | Int32Array, rows: Rows): void {
  const { x, base, offsets, step, weights, weightStart, weightStep } = rows;
  const { start, sumStep, length } = rows;
  for (let p = 0; p < offsets.length; p++) {
    const weight = weights[weightStart + p * weightStep] ?? 0;
    let from = base + (offsets[p] ?? 0);
    let to = start;
    for (let index = 0; index < length; index++) {
      sum[to] = ((sum[to] ?? 0) + Math.imul(weight, x[from] ?? 0)) | 0;
      from += step;
      to += sumStep;
    }
  }
}
