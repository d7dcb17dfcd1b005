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
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -25) return sign;
  const exponent = Math.max(-14, exponentOf(size));
  const scaled = roundHalfEven(size / 2 ** (exponent - 10));
  if (exponent === -14 && scaled < 1024) return sign | scaled;
  const carried = scaled === 2048;
  const biased = exponent + 15 + (carried ? 1 : 0);
  return sign | (biased << 10) | (carried ? 0 : scaled - 1024);
}

export function roundToFloat16(value: number): number {
  if (Number.isNaN(value) || value === 0) return value;
  const size = Math.abs(value);
  if (size >= 65520) return Math.sign(value) * Infinity;
  const step = 2 ** (Math.max(-14, exponentOf(size)) - 10);
  return Math.sign(value) * roundHalfEven(size / step) * step;
}

export function fromBfloat16Bits(bits: number): number {
  bits32[0] = bits << 16;
  return float32[0] ?? 0;
}

/** bfloat16 keeps the upper half of a float32; the lower half decides the rounding. */
export function toBfloat16Bits(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  float32[0] = value;
  const bits = bits32[0] ?? 0;
  const bias = 0x7fff + ((bits >>> 16) & 1);
  return ((bits + bias) >>> 16) & 0xffff;
}

export function roundToBfloat16(value: number): number {
  return fromBfloat16Bits(toBfloat16Bits(value));
}

/** floor(log2(size)) of a positive normal number, exact at powers of two. */
function exponentOf(size: number): number {
  float32[0] = size;
  let exponent = (((bits32[0] ?? 0) >>> 23) & 0xff) - 127;
  if (2 ** exponent > size) exponent--;
  return exponent;
}

/** Rounds a non-negative number to the nearest integer, ties to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest > 0.5 || (rest === 0.5 && floor % 2 !== 0)) return floor + 1;
  return floor;
}
