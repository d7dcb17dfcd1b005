/** The numbers of IEEE 754 binary16, and rounding to them, for whole arrays. */

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The number of each of the 65536 patterns. */
let numbers: Float32Array | undefined;

function patternNumbers(): Float32Array {
  numbers ??= Float32Array.from({ length: 65536 }, (_, pattern) => {
    const fraction = pattern & 0x3ff;
    const exponent = (pattern >>> 10) & 0x1f;
    const sign = pattern >= 0x8000 ? -1 : 1;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    // Below 2^-14 there is no leading one.
    return exponent === 0
      ? sign * fraction * 2 ** -24
      : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
  return numbers;
}

export function halvesToFloats(patterns: Uint16Array): Float32Array {
  const table = patternNumbers();
  return Float32Array.from(patterns, (pattern) => table[pattern] ?? 0);
}

/** The nearest number of binary16, ties to the even one; from 65520 on infinity. */
export function roundToHalf(value: number): number {
  float[0] = value;
  const exponent = ((bits[0] ?? 0) >>> 23) & 0xff;
  if (exponent === 0xff) return float[0];
  // One unit in the last place: 2^-24 for subnormal numbers.
  const unit = 2 ** (Math.max(exponent - 127, -14) - 10);
  const scaled = float[0] / unit;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  const rounded = (up ? floor + 1 : floor) * unit;
  if (Math.abs(rounded) > 65504) return Math.sign(rounded) * Infinity;
  if (rounded !== 0) return rounded;
  return Object.is(float[0], -0) || float[0] < 0 ? -0 : 0;
}

export function roundAllToHalf(values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    values[index] = roundToHalf(values[index] ?? 0);
  }
}
