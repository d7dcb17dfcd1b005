/** Whole arrays to and from binary16 give, bit for bit, what the functions for one number give. */

import { expect, it } from 'vitest';
import { fromFloat16Bits, roundToFloat16, toFloat16Bits } from '../../ir/float16.ts';
import {
  bitsOf,
  floatsOfHalves,
  halvesOfFloats,
  roundFloatsToHalves,
} from '../../ir/half-arrays.ts';

/** Around every binary16 number, around the middle to the next, and float32 patterns of all kinds. */
function patterns(): Uint32Array {
  const found: number[] = [];
  const scratch = new Float32Array(1);
  for (let half = 0; half <= 0x7c00; half++) {
    const low = fromFloat16Bits(half);
    const high = half === 0x7bff ? 65536 : fromFloat16Bits(half + 1);
    for (const value of half === 0x7c00 ? [low] : [low, (low + high) / 2]) {
      scratch[0] = value;
      const bits = bitsOf(scratch)[0] ?? 0;
      found.push(bits, bits + 1, bits === 0 ? 1 : bits - 1);
    }
  }
  for (let at = 0; at < 1 << 18; at++) found.push(Math.imul(at, 0x9e3779b1) & 0x7fffffff);
  found.push(0x7f800000, 0x7f800001, 0x7fc00000, 0x7f7fffff, 1, 0x007fffff, 0x00800000);
  return Uint32Array.from(found.flatMap((bits) => [bits, (bits | 0x80000000) >>> 0]));
}

it('from float32', () => {
  const bits = patterns();
  const floats = new Float32Array(bits.buffer);
  const halves = new Uint16Array(bits.length);
  halvesOfFloats(bits, halves);
  expect(differences(floats, halves, toFloat16Bits)).toEqual([]);

  const rounded = new Float32Array(bits.length);
  roundFloatsToHalves(floats, rounded);
  expect(differences(floats, rounded, roundToFloat16)).toEqual([]);
});

it('to float32', () => {
  const halves = Uint16Array.from({ length: 1 << 16 }, (_, bits) => bits);
  const floats = new Float32Array(halves.length);
  floatsOfHalves(halves, floats);
  expect(differences(halves, floats, fromFloat16Bits)).toEqual([]);
});

/** Where the results are not what the function gives for the elements. */
function differences(
  from: Float32Array | Uint16Array,
  results: Float32Array | Uint16Array,
  expected: (value: number) => number,
): readonly number[] {
  const wrong: number[] = [];
  for (let at = 0; at < from.length; at++) {
    if (!Object.is(results[at], expected(from[at] ?? 0))) wrong.push(at);
  }
  return wrong.slice(0, 9);
}
