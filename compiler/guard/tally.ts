/** Counts and sums over the elements of a weight, which come piece by piece in row-major order. */

import { elementCount } from '../../ir/types.ts';
import { addColumns, addRun } from './tally-loops.ts';
import type { Seen } from './tally-loops.ts';

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

function largestOf(sums: Float64Array): number {
  return sums.reduce((largest, sum) => Math.max(largest, sum), 0);
}
