/**
 * Rounding with feedback, by which the numbers of a row that are rounded later make good for the errors of those
 * before them (GPTQ, Frantar et al. 2022; as sums over the errors so far: LDLQ, Chee et al. 2023).
 */

import { ROW_PIECE, accumulatorOf } from './accumulate.ts';
import { fail } from './define.ts';
import type { Dim } from './dim.ts';
import { normalizeAxis, printShape, splitAt, staticShape } from './shapes.ts';
import type { NumberArray } from './tensor.ts';
import { elementCount } from './types.ts';

/** Columns whose errors reach the ones behind them together. */
const PIECE = 32;
const NONE = new Int32Array(0);

/**
 * What errors of columns are worth in later ones. Of each block of columns in a row, the numbers right of the
 * diagonal of an upper triangular matrix with ones on it, row by row; blocks know nothing of each other.
 */
export interface Feedback {
  readonly factor: NumberArray;
  /** Columns in the order in which they are rounded; as they lie when absent. */
  readonly order: NumberArray | undefined;
  /** Columns of a block; the last may be shorter. */
  readonly block: number;
}

/** Numbers in the factors of so many columns. */
export function factorLength(columns: number, block: number): number {
  const last = columns % block;
  return Math.floor(columns / block) * triangle(block) + triangle(last);
}

function triangle(size: number): number {
  return (size * (size - 1)) / 2;
}

/** Calls `fail` unless factor and order fit a weight whose rows lie along the axis. */
export function checkFeedback(
  shape: readonly Dim[],
  rows: number,
  block: number,
  factor: readonly Dim[],
  order: readonly Dim[] | undefined,
): void {
  const { outer, inner } = splitAt(staticShape(shape), normalizeAxis(rows, shape.length));
  const columns = outer * inner;
  if (block < 1) fail(`blocks of ${block} columns`, 'give 1 or more');
  const length = factorLength(columns, block);
  if (factor.length !== 1 || factor[0] !== length) {
    fail(`factor ${printShape(factor)} does not fit ${columns} columns`, `give [${length}]`);
  }
  if (order !== undefined && (order.length !== 1 || order[0] !== columns)) {
    fail(`order ${printShape(order)} does not fit ${columns} columns`, `give [${columns}]`);
  }
}

/**
 * Shows every number, with the errors before it made good, at its place in the weight; `round` answers with the
 * number that will stand there.
 */
export function roundRows(
  weight: { readonly shape: readonly number[]; readonly data: NumberArray },
  rows: number,
  { factor, order, block }: Feedback,
  round: (place: number, value: number) => number,
): void {
  const { shape, data } = weight;
  const { size, inner } = splitAt(shape, normalizeAxis(rows, shape.length));
  const columns = elementCount(shape) / size;
  const { add } = accumulatorOf('f32');
  const longest = Math.min(block, columns);
  const values = new Float64Array(longest);
  const errors = new Float64Array(longest);
  const places = new Float64Array(longest);
  const offsets = new Map([longest, columns % block].map((count) => [count, offsetsOf(count)]));
  for (let row = 0; row < size; row++) {
    for (let first = 0, base = 0; first < columns; first += block) {
      const count = Math.min(block, columns - first);
      for (let at = 0; at < count; at++) {
        const column = order === undefined ? first + at : (order[first + at] ?? 0);
        const line = Math.floor(column / inner);
        const place = (line * size + row) * inner + (column - line * inner);
        places[at] = place;
        values[at] = data[place] ?? 0;
      }
      roundBlock(count, base);
      base += triangle(count);
    }
  }

  function roundBlock(count: number, base: number): void {
    for (let start = 0, piece = 0; start < count; start += PIECE, piece++) {
      const end = Math.min(start + PIECE, count);
      for (let at = start; at < end; at++) {
        const place = places[at] ?? 0;
        const error = (data[place] ?? 0) - round(place, values[at] ?? 0);
        errors[at] = error;
        const row = base + rowStart(at, count) - at - 1;
        for (let later = at + 1; later < end; later++) {
          values[later] = (values[later] ?? 0) + error * (factor[row + later] ?? 0);
        }
      }
      for (let from = end; from < count; from += ROW_PIECE) {
        add(values, {
          x: factor,
          base: base + from,
          offsets: offsets.get(count)?.[piece] ?? NONE,
          step: 1,
          weights: errors,
          weightStart: start,
          weightStep: 1,
          start: from,
          sumStep: 1,
          length: Math.min(ROW_PIECE, count - from),
        });
      }
    }
  }
}

/** Where a row of the triangle begins. */
function rowStart(row: number, size: number): number {
  return row * (size - 1) - (row * (row - 1)) / 2;
}

/** Of each piece of rows, where the column 0 would lie. */
function offsetsOf(size: number): readonly Int32Array[] {
  return Array.from({ length: Math.ceil(size / PIECE) }, (_, piece) => {
    const start = piece * PIECE;
    return Int32Array.from({ length: Math.min(PIECE, size - start) }, (__, index) => {
      const row = start + index;
      return rowStart(row, size) - row - 1;
    });
  });
}
