/** Rounding of numbers to the 16-bit float formats, to nearest with ties to even (IEEE 754, bfloat16). */

const float32 = new Float32Array(1);
const bits32 = new Uint32Array(float32.buffer);

/** The value of a binary16 bit pattern. */
export function fromFloat16Bits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest binary16 bit pattern of a double; the double is rounded once, never through float32. */
export function toFloat16Bits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  float32[0] = roundToFloat16(value);
  const bits = bits32[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size >= 0x7f800000) return sign | 0x7c00;
  // Below 2^-14 the numbers are multiples of 2^-24; above, the exponent bias shrinks from 127 to 15.
  if (size < 0x38800000) return sign | (Math.abs(float32[0]) * 2 ** 24);
  return sign | ((size - 0x38000000) >>> 13);
}

/** Adding and taking away 1.5 * 2^(e+42) leaves a double of exponent e with the 11 bits of binary16. */
const ROUNDERS = Float64Array.from({ length: 30 }, (_, index) => 1.5 * 2 ** (index - 14 + 42));

export function roundToFloat16(value: number): number {
  const size = Math.abs(value);
  if (!(size < 65520)) return Number.isNaN(value) ? value : Math.sign(value) * Infinity;
  if (size === 0) return value;
  // Where float32 rounds the size up to the next exponent, binary16 does so too.
  float32[0] = size;
  const exponent = ((bits32[0] ?? 0) >>> 23) - 127;
  const rounder = ROUNDERS[Math.max(-14, exponent) + 14] ?? 0;
  const rounded = size + rounder - rounder;
  return value < 0 ? -rounded : rounded;
}

export function fromBfloat16Bits(bits: number): number {
  bits32[0] = bits << 16;
  return float32[0] ?? 0;
}

/** The nearest bfloat16 bit pattern of a double: the upper half of the float32 that has its value. */
export function toBfloat16Bits(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  float32[0] = roundToBfloat16(value);
  return (bits32[0] ?? 0) >>> 16;
}

/** As ROUNDERS, for the 8 bits and the exponents -126 to 127 of bfloat16. */
const BFLOAT_ROUNDERS = Float64Array.from({ length: 254 }, (_, i) => 1.5 * 2 ** (i - 126 + 45));
const BFLOAT_OVERFLOW = 2 ** 127 * (2 - 2 ** -8);

export function roundToBfloat16(value: number): number {
  const size = Math.abs(value);
  if (!(size < BFLOAT_OVERFLOW)) return Number.isNaN(value) ? value : Math.sign(value) * Infinity;
  if (size === 0) return value;
  float32[0] = size;
  const exponent = ((bits32[0] ?? 0) >>> 23) - 127;
  const rounder = BFLOAT_ROUNDERS[Math.max(-126, exponent) + 126] ?? 0;
  const rounded = size + rounder - rounder;
  return value < 0 ? -rounded : rounded;
}

/** Rounds a non-negative number to the nearest integer, ties to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)) return floor + 1;
  return floor;
}
