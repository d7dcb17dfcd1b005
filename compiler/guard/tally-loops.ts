/** The loops over all elements of all weights, each made to be compiled well. */

/** What rounds to infinity in fp16, and what rounds to 0. */
const OVERFLOW = 65520;
const VANISHING = 2 ** -25;

export interface Sums {
  readonly magnitudes: Float64Array;
  readonly squares: Float64Array;
}

export interface Seen {
  largest: number;
  beyond: number;
  vanished: number;
  infinite: number;
}

/** Elements next to each other that belong to one row. Two sums each, so that one addition need not wait for another. */
export function addRun(
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
export function addColumns(
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
