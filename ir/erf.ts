/** The error function in double precision (NIST DLMF 7.6.2 near zero, the continued fraction 7.9.1 beyond). */

const SERIES_END = 2.5;
/** From here on erf is 1 in double precision. */
const SATURATED = 6;
/** Enough terms of the continued fraction for full precision at SERIES_END. */
const FRACTION_TERMS = 60;

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const value = size >= SATURATED ? 1 : size < SERIES_END ? series(size) : 1 - fraction(size);
  return x < 0 ? -value : value;
}

/** All terms are positive, so nothing cancels. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** The complement, 1 - erf(x). */
function fraction(x: number): number {
  let tail = x;
  for (let n = FRACTION_TERMS; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
}
