/** Fast conversion of whole arrays to the 16-bit float formats, to nearest with ties to even. */

const float32 = new Float32Array(1);
const bits32 = new Uint32Array(float32.buffer);

/** 2^-1 has an ulp of 2^-24, the step of subnormal halves: adding it lets the hardware do the rounding. */
const SUBNORMAL_MAGIC = 0.5;
const SUBNORMAL_MAGIC_BITS = 0x3f000000;

/** The nearest binary16 bit pattern of a float32 value. */
export function float16Bits(value: number): number {
  float32[0] = value;
  const bits = bits32[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size >= 0x47800000) return sign | (size > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (size < 0x38800000) {
    float32[0] = Math.abs(value) + SUBNORMAL_MAGIC;
    return sign | ((bits32[0] ?? 0) - SUBNORMAL_MAGIC_BITS);
  }
  const odd = (size >>> 13) & 1;
  return sign | ((size - 0x38000000 + 0xfff + odd) >>> 13);
}

/** bfloat16 keeps the upper half of a float32; the lower half decides the rounding. */
export function bfloat16Bits(value: number): number {
  float32[0] = value;
  const bits = bits32[0] ?? 0;
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}
