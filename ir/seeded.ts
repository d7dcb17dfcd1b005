/** Reproducible random numbers for samples, tests and seeded constants: a counter-based hash, no state. */

import { allocate, setElement } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { DTYPES } from './types.ts';
import type { DType } from './types.ts';

/** Uniform in [0, 1) with 24 bits, a pure function of seed and index (murmur3's finaliser on both). */
export function hashUniform(seed: number, index: number): number {
  let h = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 0x7f4a7c15, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return (h >>> 8) / 2 ** 24;
}

/** Uniform values in the half-open range; integers are floored, bool is drawn from 0 and 1. */
export function seededTensor(
  dtype: DType,
  shape: readonly number[],
  seed: number,
  range?: readonly [number, number],
): Tensor {
  const whole = DTYPES[dtype].kind !== 'float';
  const [low, high] = range ?? (whole ? [0, 2] : [-1, 1]);
  const result = allocate(dtype, shape);
  for (let index = 0; index < result.data.length; index++) {
    const value = low + hashUniform(seed, index) * (high - low);
    setElement(result, index, whole ? Math.floor(value) : value);
  }
  return result;
}
