/** Rounding to binary16: every pattern reads back, and between neighbours the nearer or the even one wins. */

import { expect, it } from 'vitest';
import { fromFloat16Bits, roundToFloat16, toFloat16Bits } from '../../ir/float16.ts';

const INFINITE = 0x7c00;

it('every bit pattern reads back', () => {
  const wrong: number[] = [];
  for (let bits = 0; bits <= INFINITE; bits++) {
    for (const pattern of [bits, bits | 0x8000]) {
      const value = fromFloat16Bits(pattern);
      const same = Object.is(roundToFloat16(value), value);
      if (!same || toFloat16Bits(value) !== pattern) wrong.push(pattern);
    }
  }
  expect(wrong).toEqual([]);
});

it('rounds to the nearest, ties to even', () => {
  const wrong: number[] = [];
  for (let bits = 0; bits < INFINITE; bits++) {
    const low = fromFloat16Bits(bits);
    const next = bits + 1 === INFINITE ? 65536 : fromFloat16Bits(bits + 1);
    const middle = (low + next) / 2;
    const expected = [
      [middle * (1 - 2 ** -52), bits],
      [middle, bits % 2 === 0 ? bits : bits + 1],
      [middle * (1 + 2 ** -52), bits + 1],
    ] as const;
    for (const [value, pattern] of expected) {
      const rounded = fromFloat16Bits(pattern);
      const same = Object.is(roundToFloat16(value), rounded);
      const negative = Object.is(roundToFloat16(-value), -rounded);
      const bitwise =
        toFloat16Bits(value) === pattern && toFloat16Bits(-value) === pattern + 0x8000;
      if (!same || !negative || !bitwise) wrong.push(value);
    }
  }
  expect(wrong).toEqual([]);
});

it('keeps what is not a number', () => {
  expect(roundToFloat16(NaN)).toBeNaN();
  expect(fromFloat16Bits(toFloat16Bits(NaN))).toBeNaN();
  expect(roundToFloat16(-1e300)).toBe(-Infinity);
});
