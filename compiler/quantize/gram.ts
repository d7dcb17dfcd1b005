/** How the columns of a weight go together: products of what they are multiplied with, block by block. */

import { accumulatorOf } from '../../ir/accumulate.ts';
import { factorise } from '../prune/least-squares.ts';

/** Added to the squares of all columns, as a share of their mean; GPTQ's own choice. */
const DAMPING = 0.01;
/** The same for as many rows as columns: what few rows have in common by chance is nothing to round by. */
const CHANCE = 0.3;

/** What rounding with feedback needs of a weight's columns: see ir/feedback.ts. */
export interface Factors {
  readonly factor: Float32Array;
  readonly order: Int32Array;
  /** Of each column: the mean square of what it is multiplied with. */
  readonly importance: Float32Array;
}

export class Gram {
  readonly #columns: number;
  readonly #block: number;
  #rows = 0;
  /** Of each block the products of all pairs, of which the lower triangle counts. */
  readonly #products: readonly Float64Array[];

  constructor(columns: number, block: number) {
    this.#columns = columns;
    this.#block = block;
    const blocks = Math.ceil(columns / block);
    this.#products = Array.from(
      { length: blocks },
      (_, index) => new Float64Array(Math.min(block, columns - index * block) ** 2),
    );
  }

  /** Adds rows with a number for each column. */
  add(rows: Float32Array, count: number): void {
    const { add } = accumulatorOf('f32');
    const columns = this.#columns;
    this.#rows += count;
    const offsets = Int32Array.from({ length: count }, (_, row) => row * columns);
    this.#products.forEach((products, index) => {
      const base = index * this.#block;
      const size = Math.sqrt(products.length);
      for (let column = 0; column < size; column++) {
        add(products, {
          x: rows,
          base,
          offsets,
          step: 1,
          weights: rows,
          weightStart: base + column,
          weightStep: columns,
          start: column * size,
          sumStep: 1,
          length: column + 1,
        });
      }
    });
  }

  /** Columns with the largest inputs come first within their block. */
  factors(damping?: number): Factors {
    const factor: Float32Array[] = [];
    const order = new Int32Array(this.#columns);
    const importance = new Float32Array(this.#columns);
    this.#products.forEach((products, index) => {
      const base = index * this.#block;
      const size = Math.sqrt(products.length);
      const square = (column: number): number => products[column * size + column] ?? 0;
      const own = Int32Array.from({ length: size }, (_, column) => column);
      own.sort((a, b) => square(b) - square(a) || a - b);
      const mean = own.reduce((sum, column) => sum + square(column), 0) / size;
      const share = damping ?? Math.max(DAMPING, (CHANCE * size) / Math.max(1, this.#rows));
      factor.push(blockFactor(products, own, share * mean || 1));
      own.forEach((column, at) => {
        order[base + at] = base + column;
        importance[base + column] = square(column) / Math.max(1, this.#rows);
      });
    });
    return { factor: joined(factor), order, importance };
  }
}

/**
 * H = V E V' with V upper triangular and ones on its diagonal, and E diagonal: the Cholesky factors of H with its
 * columns in the opposite order.
 */
function blockFactor(products: Float64Array, order: Int32Array, ridge: number): Float32Array {
  const size = order.length;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const a = order[size - 1 - row] ?? 0;
    for (let column = 0; column <= row; column++) {
      const b = order[size - 1 - column] ?? 0;
      matrix[row * size + column] = products[Math.max(a, b) * size + Math.min(a, b)] ?? 0;
    }
    matrix[row * size + row] = (matrix[row * size + row] ?? 0) + ridge;
  }
  factorise(matrix, size);
  const triangle = new Float32Array((size * (size - 1)) / 2);
  let next = 0;
  for (let row = 0; row < size; row++) {
    const turned = size - 1 - row;
    for (let column = row + 1; column < size; column++) {
      const other = size - 1 - column;
      triangle[next++] = (matrix[turned * size + other] ?? 0) / (matrix[other * size + other] ?? 1);
    }
  }
  return triangle;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const result = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
