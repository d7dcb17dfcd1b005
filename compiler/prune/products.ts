/** Products of what a layer reads with itself and with what it should compute: all that its least squares fit needs. */

import { accumulatorOf } from '../../ir/accumulate.ts';
import { factorise, solveRows } from './least-squares.ts';

export interface Fit {
  /** Columns x targets. */
  readonly weight: Float64Array;
  /** Of each target; zeros without a bias. */
  readonly intercept: Float64Array;
}

export class Products {
  readonly #columns: number;
  readonly #targets: number;
  #rows = 0;
  /** Columns x columns, of which the lower triangle counts. */
  readonly #gram: Float64Array;
  /** Columns x targets. */
  readonly #cross: Float64Array;
  readonly #columnSums: Float64Array;
  readonly #targetSums: Float64Array;
  #targetSquares = 0;

  constructor(columns: number, targets: number) {
    this.#columns = columns;
    this.#targets = targets;
    this.#gram = new Float64Array(columns * columns);
    this.#cross = new Float64Array(columns * targets);
    this.#columnSums = new Float64Array(columns);
    this.#targetSums = new Float64Array(targets);
  }

  /** `count` rows of columns, each with a row of targets. */
  add(rows: Float32Array, wanted: Float64Array, count: number): void {
    const [columns, targets] = [this.#columns, this.#targets];
    const { add } = accumulatorOf('f32');
    const offsets = Int32Array.from({ length: count }, (_, row) => row * columns);
    const targetOffsets = Int32Array.from({ length: count }, (_, row) => row * targets);
    this.#rows += count;
    for (let column = 0; column < columns; column++) {
      const by = {
        base: 0,
        step: 1,
        weights: rows,
        weightStart: column,
        weightStep: columns,
        sumStep: 1,
      };
      const length = column + 1;
      add(this.#gram, { ...by, x: rows, offsets, start: column * columns, length });
      const start = column * targets;
      const cross = { ...by, x: wanted, offsets: targetOffsets, start, length: targets };
      add(this.#cross, cross);
    }
    addColumns(this.#columnSums, rows, count);
    addColumns(this.#targetSums, wanted, count);
    for (let at = 0; at < count * targets; at++) this.#targetSquares += (wanted[at] ?? 0) ** 2;
  }

  /** The sum of squares of what a weight and a bias miss. */
  errorOf({ weight, intercept }: Fit): number {
    const [columns, targets] = [this.#columns, this.#targets];
    let error = this.#targetSquares;
    const predicted = new Float64Array(targets);
    for (let row = 0; row < columns; row++) {
      predicted.fill(0);
      for (let column = 0; column < columns; column++) {
        const from = weight.subarray(column * targets, (column + 1) * targets);
        addTo(predicted, 0, from, productOf(this.#gram, columns, row, column), targets);
      }
      addTo(predicted, 0, intercept, 2 * (this.#columnSums[row] ?? 0), targets);
      addTo(predicted, 0, this.#cross.subarray(row * targets), -2, targets);
      for (let at = 0; at < targets; at++) {
        error += (weight[row * targets + at] ?? 0) * (predicted[at] ?? 0);
      }
    }
    for (let at = 0; at < targets; at++) {
      const own = intercept[at] ?? 0;
      error += own * (own * this.#rows - 2 * (this.#targetSums[at] ?? 0));
    }
    return error;
  }

  /**
   * The weight with the least squares of errors, where to differ from `prior` costs `ridge` times the mean square of
   * a column: data that says nothing of a direction leaves it as it was.
   */
  fit(prior: Float64Array, ridge: number, hasBias: boolean): Fit {
    const [columns, targets] = [this.#columns, this.#targets];
    const [gram, change] = [this.#gram.slice(), this.#cross.slice()];
    const rows = this.#rows || 1;
    if (hasBias) {
      for (let column = 0; column < columns; column++) {
        const mean = (this.#columnSums[column] ?? 0) / rows;
        addTo(gram, column * columns, this.#columnSums, -mean, column + 1);
        addTo(change, column * targets, this.#targetSums, -mean, targets);
      }
    }
    for (let row = 0; row < columns; row++) {
      for (let column = 0; column < columns; column++) {
        const from = prior.subarray(column * targets, (column + 1) * targets);
        const product = productOf(gram, columns, row, column);
        addTo(change, row * targets, from, -product, targets);
      }
    }
    let trace = 0;
    for (let at = 0; at < columns; at++) trace += gram[at * (columns + 1)] ?? 0;
    const penalty = ridge * (trace / columns || 1);
    for (let at = 0; at < columns; at++) {
      gram[at * (columns + 1)] = (gram[at * (columns + 1)] ?? 0) + penalty;
    }
    factorise(gram, columns);
    solveRows(gram, columns, change, targets);
    const weight = change.map((value, at) => value + (prior[at] ?? 0));
    const intercept = new Float64Array(targets);
    if (hasBias) {
      addTo(intercept, 0, this.#targetSums, 1 / rows, targets);
      for (let column = 0; column < columns; column++) {
        const own = weight.subarray(column * targets, (column + 1) * targets);
        addTo(intercept, 0, own, -(this.#columnSums[column] ?? 0) / rows, targets);
      }
    }
    return { weight, intercept };
  }
}

/** Of a lower triangle. */
function productOf(gram: Float64Array, size: number, row: number, column: number): number {
  return gram[Math.max(row, column) * size + Math.min(row, column)] ?? 0;
}

function addColumns(sums: Float64Array, rows: Float32Array | Float64Array, count: number): void {
  const width = sums.length;
  for (let at = 0; at < count * width; at++) {
    sums[at % width] = (sums[at % width] ?? 0) + (rows[at] ?? 0);
  }
}

function addTo(
  target: Float64Array,
  start: number,
  values: Float64Array,
  factor: number,
  length: number,
): void {
  for (let at = 0; at < length; at++) {
    target[start + at] = (target[start + at] ?? 0) + factor * (values[at] ?? 0);
  }
}
