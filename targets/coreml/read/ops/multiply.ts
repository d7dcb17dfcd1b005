/** The product of two matrices whose elements lie anywhere: all contractions of the interpreter, in double precision. */

import type { NumberArray } from '../tensor.ts';

type Offsets = ArrayLike<number>;

/** Element (line, step) is `data[start + lines[line] + steps[step]]`; lines are rows of one side, columns of the other. */
export interface Side {
  readonly data: NumberArray;
  readonly start: number;
  readonly lines: Offsets;
  readonly steps: Offsets;
}

export interface Product {
  readonly data: NumberArray;
  readonly start: number;
  /** Where each row of the left and each column of the right side goes. */
  readonly rows: Offsets;
  readonly columns: Offsets;
  /** Added to each row or column. */
  readonly rowBias?: NumberArray | undefined;
  readonly columnBias?: NumberArray | undefined;
}

/** Columns and steps of one block, whose packed elements stay in the processor's cache. */
const BLOCK_COLUMNS = 64;
const BLOCK_STEPS = 512;
/** The kernel holds two rows of four columns in registers. */
const KERNEL_ROWS = 2;
const KERNEL_COLUMNS = 4;

const packedColumns = new Float64Array(BLOCK_COLUMNS * BLOCK_STEPS);
const packedRows = new Float64Array(KERNEL_ROWS * BLOCK_STEPS);

export function multiply(left: Side, right: Side, product: Product): void {
  const [rows, columns, steps] = [left.lines.length, right.lines.length, left.steps.length];
  const sums = new Float64Array(roundUp(rows, KERNEL_ROWS) * BLOCK_COLUMNS);
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = Math.min(BLOCK_COLUMNS, columns - column);
    sums.fill(0);
    for (let step = 0; step < steps; step += BLOCK_STEPS) {
      const depth = Math.min(BLOCK_STEPS, steps - step);
      for (let at = 0; at < width; at += KERNEL_COLUMNS) {
        const target = packedColumns.subarray(at * depth);
        pack(right, column + at, KERNEL_COLUMNS, step, depth, target);
      }
      for (let row = 0; row < rows; row += KERNEL_ROWS) {
        pack(left, row, KERNEL_ROWS, step, depth, packedRows);
        for (let at = 0; at < width; at += KERNEL_COLUMNS) {
          accumulate(depth, at * depth, sums, row * BLOCK_COLUMNS + at);
        }
      }
    }
    store(product, sums, rows, column, width);
  }
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}

/** Lines side by side, step after step; zeros where a side has no more lines. */
function pack(
  { data, start, lines, steps }: Side,
  line: number,
  count: number,
  step: number,
  depth: number,
  target: Float64Array,
): void {
  for (let n = 0; n < count; n++) {
    const from = start + (lines[line + n] ?? 0);
    const present = line + n < lines.length;
    for (let at = 0, to = n; at < depth; at++, to += count) {
      target[to] = present ? (data[from + (steps[step + at] ?? 0)] ?? 0) : 0;
    }
  }
}

function accumulate(depth: number, from: number, sums: Float64Array, to: number): void {
  const [a, b] = [packedRows, packedColumns];
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let step = 0, i = 0, j = from; step < depth; step++, i += 2, j += 4) {
    const a0 = a[i] ?? 0;
    const a1 = a[i + 1] ?? 0;
    const b0 = b[j] ?? 0;
    const b1 = b[j + 1] ?? 0;
    const b2 = b[j + 2] ?? 0;
    const b3 = b[j + 3] ?? 0;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
  }
  const below = to + BLOCK_COLUMNS;
  sums[to] = (sums[to] ?? 0) + s00;
  sums[to + 1] = (sums[to + 1] ?? 0) + s01;
  sums[to + 2] = (sums[to + 2] ?? 0) + s02;
  sums[to + 3] = (sums[to + 3] ?? 0) + s03;
  sums[below] = (sums[below] ?? 0) + s10;
  sums[below + 1] = (sums[below + 1] ?? 0) + s11;
  sums[below + 2] = (sums[below + 2] ?? 0) + s12;
  sums[below + 3] = (sums[below + 3] ?? 0) + s13;
}

function store(
  { data, start, rows, columns, rowBias, columnBias }: Product,
  sums: Float64Array,
  count: number,
  column: number,
  width: number,
): void {
  for (let row = 0; row < count; row++) {
    const to = start + (rows[row] ?? 0);
    const bias = rowBias?.[row] ?? 0;
    for (let at = 0; at < width; at++) {
      const sum = (sums[row * BLOCK_COLUMNS + at] ?? 0) + bias + (columnBias?.[column + at] ?? 0);
      data[to + (columns[column + at] ?? 0)] = sum;
    }
  }
}

/** 0, step, 2 step and so on. */
export function ramp(count: number, step: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => index * step);
}
