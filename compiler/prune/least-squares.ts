/** The best linear guess of removed channels from those that stay: ridge regression in closed form. */

/** What is added to the squares of channels, as a share of their mean. */
export const RIDGE = 1e-4;

/**
 * A matrix of channels x kept: what each channel is worth in kept ones, so that weights times it read the
 * narrower input. `gram` holds the products of channels, of which the lower triangle counts.
 */
export function guessFromKept(
  gram: Float64Array,
  size: number,
  kept: readonly number[],
  ridge: number,
): Float64Array {
  const product = (a: number, b: number): number =>
    gram[Math.max(a, b) * size + Math.min(a, b)] ?? 0;
  const count = kept.length;
  const mean = kept.reduce((sum, channel) => sum + product(channel, channel), 0) / count;
  const normal = new Float64Array(count * count);
  for (const [row, a] of kept.entries()) {
    for (const [column, b] of kept.entries()) normal[row * count + column] = product(a, b);
    normal[row * count + row] = product(a, a) + ridge * (mean || 1);
  }
  factorise(normal, count);
  const places = new Map(kept.map((channel, place) => [channel, place]));
  const guess = new Float64Array(size * count);
  for (let channel = 0; channel < size; channel++) {
    const place = places.get(channel);
    if (place !== undefined) guess[channel * count + place] = 1;
    else {
      const right = Float64Array.from(kept, (other) => product(channel, other));
      guess.set(solve(normal, count, right), channel * count);
    }
  }
  return guess;
}

/** Cholesky in place, the lower triangle; the ridge keeps it positive. */
export function factorise(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? 0;
      for (let at = 0; at < column; at++) {
        sum -= (matrix[row * size + at] ?? 0) * (matrix[column * size + at] ?? 0);
      }
      matrix[row * size + column] =
        row === column
          ? Math.sqrt(Math.max(sum, Number.MIN_VALUE))
          : sum / (matrix[column * size + column] ?? 1);
    }
  }
}

/** Solves in place for rows of `count` right sides, by the factor of `factorise`. */
export function solveRows(
  lower: Float64Array,
  size: number,
  rows: Float64Array,
  count: number,
): void {
  const subtract = (target: number, factor: number, from: number): void => {
    for (let at = 0; at < count; at++) {
      const place = target * count + at;
      rows[place] = (rows[place] ?? 0) - factor * (rows[from * count + at] ?? 0);
    }
  };
  const divide = (row: number): void => {
    const by = lower[row * size + row] ?? 1;
    for (let at = row * count; at < (row + 1) * count; at++) rows[at] = (rows[at] ?? 0) / by;
  };
  for (let row = 0; row < size; row++) {
    for (let at = 0; at < row; at++) subtract(row, lower[row * size + at] ?? 0, at);
    divide(row);
  }
  for (let row = size - 1; row >= 0; row--) {
    divide(row);
    for (let at = 0; at < row; at++) subtract(at, lower[row * size + at] ?? 0, row);
  }
}

function solve(lower: Float64Array, size: number, right: Float64Array): Float64Array {
  const x = right.slice();
  for (let row = 0; row < size; row++) {
    let sum = x[row] ?? 0;
    for (let at = 0; at < row; at++) sum -= (lower[row * size + at] ?? 0) * (x[at] ?? 0);
    x[row] = sum / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = x[row] ?? 0;
    for (let at = row + 1; at < size; at++) sum -= (lower[at * size + row] ?? 0) * (x[at] ?? 0);
    x[row] = sum / (lower[row * size + row] ?? 1);
  }
  return x;
}
