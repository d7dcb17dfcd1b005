/** The error function in double precision. */

/** Maclaurin's series where it converges well, the continued fraction of erfc (Abramowitz and Stegun 7.1.14) beyond. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 6)) return Math.sign(x);
  return size < 2 ? series(x) : Math.sign(x) * (1 - complement(size));
}

function series(x: number): number {
  let power = x;
  let sum = 0;
  for (let n = 0; n < 60; n++) {
    sum += power / (2 * n + 1);
    power *= (-x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function complement(x: number): number {
  let fraction = x;
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}
