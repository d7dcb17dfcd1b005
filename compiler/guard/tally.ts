/** Counts and sums over the elements of a weight, which come piece by piece in row-major order. */

import { elementCount } from '../../ir/types.ts';

/** Of the elements at one index of an axis: sums that no index exceeds. */
export interface WeightRows {
  readonly count: number;
  /** Of magnitudes. */
  readonly most: number;
  /** The root of that of squares. */
  readonly root: number;
}

export interface WeightStatistics {
  readonly elements: number;
  /** The largest magnitude of a finite element. */
  readonly largest: number;
  /** The root of the sum of all squares. */
  readonly root: number;
  /** Elements that fp16 cannot hold, and those that become 0 in it. */
  readonly beyond: number;
  readonly vanished: number;
  /** Elements that are infinite, or no numbers, before they are rounded. */
  readonly infinite: number;
  /** By axis, as far as somebody asked. */
  readonly rows: ReadonlyMap<number, WeightRows>;
}

/** What rounds to infinity in fp16, and what rounds to 0. */
const OVERFLOW = 65520;
const VANISHING = 2 ** -25;

export class Tally {
  readonly #axis: number | undefined;
  readonly #elements: number;
  /** Elements next to each other at one index of the axis. */
  readonly #run: number;
  readonly #magnitudes: Float64Array;
  readonly #squares: Float64Array;
  readonly #seen: Seen = { largest: 0, beyond: 0, vanished: 0, infinite: 0 };
  #done = 0;

  constructor(shape: readonly number[], axis: number | undefined) {
    this.#axis = axis;
    this.#elements = elementCount(shape);
    const rows = axis === undefined ? 1 : (shape[axis] ?? 1);
    this.#run = axis === undefined ? this.#elements : elementCount(shape.slice(axis + 1));
    this.#magnitudes = new Float64Array(rows);
    this.#squares = new Float64Array(rows);
  }

  add(piece: Float32Array): void {
    const run = this.#run;
    const sums = { magnitudes: this.#magnitudes, squares: this.#squares };
    const rows = this.#magnitudes.length;
    for (let start = 0; start < piece.length;) {
      const place = this.#done + start;
      if (run === 1) {
        const row = place % rows;
        const end = Math.min(piece.length, start + rows - row);
        addColumns(piece, start, end, row, sums, this.#seen);
        start = end;
      } else {
        const end = Math.min(piece.length, start + run - (place % run));
        addRun(piece, start, end, Math.floor(place / run) % rows, sums, this.#seen);
        start = end;
      }
    }
    this.#done += piece.length;
  }

  done(): WeightStatistics {
    const row = {
      count: this.#elements / Math.max(1, this.#magnitudes.length),
      most: largestOf(this.#magnitudes),
      root: Math.sqrt(largestOf(this.#squares)),
    };
    return {
      ...this.#seen,
      elements: this.#elements,
      root: Math.sqrt(this.#squares.reduce((sum, square) => sum + square, 0)),
      rows: new Map(this.#axis === undefined ? [] : [[this.#axis, row]]),
    };
  }
}

interface Sums {
  readonly magnitudes: Float64Array;
  readonly squares: Float64Array;
}

interface Seen {
  largest: number;
  beyond: number;
  vanished: number;
  infinite: number;
}

/** Elements next to each other that belong to one row. Two sums each, so that one addition need not wait for another. */
function addRun(
  piece: Float32Array,
  start: number,
  end: number,
  row: number,
  { magnitudes, squares }: Sums,
  seen: Seen,
): void {
  let [sum, otherSum, square, otherSquare] = [0, 0, 0, 0];
  let largest = 0;
  let least = Infinity;
  let index = start;
  for (; index + 1 < end; index += 2) {
    const size = Math.abs(piece[index] ?? 0);
    const other = Math.abs(piece[index + 1] ?? 0);
    sum += size;
    otherSum += other;
    square += size * size;
    otherSquare += other * other;
    largest = Math.max(largest, size, other);
    least = Math.min(least, size, other);
  }
  if (index < end) {
    const size = Math.abs(piece[index] ?? 0);
    sum += size;
    square += size * size;
    largest = Math.max(largest, size);
    least = Math.min(least, size);
  }
  const odd = !(least > VANISHING) || !(largest < OVERFLOW);
  if (odd) lookAgain(piece, start, end, seen);
  else seen.largest = Math.max(seen.largest, largest);
  // What is infinite is left out.
  magnitudes[row] = (magnitudes[row] ?? 0) + finite(sum + otherSum);
  squares[row] = (squares[row] ?? 0) + finite(square + otherSquare);
}

/** Elements next to each other that belong to one row each, from `row` on. */
function addColumns(
  piece: Float32Array,
  start: number,
  end: number,
  row: number,
  { magnitudes, squares }: Sums,
  seen: Seen,
): void {
  let largest = 0;
  let least = Infinity;
  for (let index = start, at = row; index < end; index++, at++) {
    const size = Math.abs(piece[index] ?? 0);
    magnitudes[at] = (magnitudes[at] ?? 0) + size;
    squares[at] = (squares[at] ?? 0) + size * size;
    largest = Math.max(largest, size);
    least = Math.min(least, size);
  }
  if (!(least > VANISHING) || !(largest < OVERFLOW)) lookAgain(piece, start, end, seen);
  else seen.largest = Math.max(seen.largest, largest);
}

/** Few runs hold numbers that fp16 loses: only these are looked at one by one. */
function lookAgain(piece: Float32Array, start: number, end: number, seen: Seen): void {
  for (let index = start; index < end; index++) {
    const size = Math.abs(piece[index] ?? 0);
    if (!(size < Infinity)) seen.infinite++;
    else {
      seen.largest = Math.max(seen.largest, size);
      if (size >= OVERFLOW) seen.beyond++;
      else if (size <= VANISHING && size > 0) seen.vanished++;
    }
  }
}

function finite(number: number): number {
  return Number.isFinite(number) ? number : 0;
}

function largestOf(sums: Float64Array): number {
  return sums.reduce((largest, sum) => Math.max(largest, sum), 0);
}
