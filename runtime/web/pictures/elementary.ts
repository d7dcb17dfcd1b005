/**
 * Logarithm, sine and cosine from additions, products and quotients of doubles alone: those are the same to the bit in
 * every language, what a platform's own functions are not. Errors are below 1e-15 of the result's scale.
 */

const words = new DataView(new ArrayBuffer(8));
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const ODD_TERMS = 12;

/** The natural logarithm of a positive, normal double: 2 artanh((m - 1) / (m + 1)) of its mantissa, plus exponents. */
export function logarithm(x: number): number {
  words.setFloat64(0, x);
  const high = words.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  words.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let mantissa = words.getFloat64(0);
  if (mantissa > Math.SQRT2) {
    mantissa = mantissa / 2;
    exponent = exponent + 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let term = ODD_TERMS; term >= 1; term--) sum = (sum + 1 / (2 * term + 1)) * square;
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

/** Taylor's series on [-pi/4, pi/4]. */
const SERIES_TERMS = 9;
const HALF_PI = Math.PI / 2;

/** Sine and cosine of `turns` whole turns, from 0 to 1: exact in the quarter it lies in. */
export function sineCosine(turns: number): readonly [sine: number, cosine: number] {
  const quarter = Math.floor(turns * 4 + 0.5);
  const angle = (turns * 4 - quarter) * HALF_PI;
  const square = angle * angle;
  let sine = 1;
  let cosine = 1;
  for (let term = SERIES_TERMS; term >= 1; term--) {
    sine = 1 - (square / (2 * term * (2 * term + 1))) * sine;
    cosine = 1 - (square / (2 * term * (2 * term - 1))) * cosine;
  }
  sine = angle * sine;
  switch (quarter % 4) {
    case 0:
      return [sine, cosine];
    case 1:
      return [cosine, -sine];
    case 2:
      return [-sine, -cosine];
    default:
      return [-cosine, sine];
  }
}
