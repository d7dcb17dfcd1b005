/** Whole arrays between float32 and binary16, by their bits: each number is rounded once, to nearest even. */

import { fromFloat16Bits } from './float16.ts';

/** Float32 bits of 2^-14, the smallest normal binary16, without the sign. */
const SMALLEST_NORMAL = 0x38800000;
/** Float32 bits of 65520, from which on numbers round to infinity. */
const OVERFLOW = 0x477ff000;
/** The difference of the exponents' biases, 127 - 15, in float32 bits. */
const REBIAS = 0x38000000;

/** The binary16 patterns of float32 patterns. */
export function halvesOfFloats(from: Uint32Array, to: Uint16Array): void {
  const { length } = from;
  for (let index = 0; index < length; index++) {
    const bits = from[index] ?? 0;
    const size = bits & 0x7fffffff;
    to[index] =
      size >= SMALLEST_NORMAL && size < OVERFLOW
        ? ((bits >>> 16) & 0x8000) | ((size - REBIAS + 0xfff + ((size >>> 13) & 1)) >>> 13)
        : unusualHalf(bits);
  }
}

/** Zeros, numbers below 2^-14 as multiples of 2^-24, infinities and NaN. */
function unusualHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size >= OVERFLOW) return size > 0x7f800000 ? 0x7e00 : sign | 0x7c00;
  const shift = 126 - (size >>> 23);
  if (shift > 24) return sign;
  const fraction = (size & 0x7fffff) | 0x800000;
  const kept = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (rest > tie || (rest === tie && (kept & 1) === 1) ? kept + 1 : kept);
}

/** The numbers of binary16 patterns. */
export function floatsOfHalves(from: Uint16Array, to: Float32Array): void {
  const bits = bitsOf(to);
  const { length } = from;
  for (let index = 0; index < length; index++) {
    const half = from[index] ?? 0;
    const exponent = half & 0x7c00;
    if (exponent === 0 || exponent === 0x7c00) to[index] = fromFloat16Bits(half);
    else bits[index] = ((half & 0x8000) << 16) | (((half & 0x7fff) << 13) + REBIAS);
  }
}

/** The nearest numbers that binary16 has. */
export function roundFloatsToHalves(from: Float32Array, to: Float32Array): void {
  const bits = bitsOf(from);
  const rounded = bitsOf(to);
  const { length } = from;
  for (let index = 0; index < length; index++) {
    const pattern = bits[index] ?? 0;
    const size = pattern & 0x7fffffff;
    if (size >= SMALLEST_NORMAL && size < OVERFLOW) {
      rounded[index] = (pattern + 0xfff + ((pattern >>> 13) & 1)) & 0xffffe000;
    } else to[index] = fromFloat16Bits(unusualHalf(pattern));
  }
}

/** The bits of a float array, in the same memory. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}
