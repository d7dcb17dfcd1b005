/** Typed arrays to GPU words and back, for every dtype and way to store it. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundToFloat16, toFloat16Bits } from '../../ir/float16.ts';
import { decode, encode, floatToHalf, halfToFloat } from '../../runtime/web/elements.ts';
import type { ProgramTensor, StoredType } from '../../runtime/web/program.ts';

function tensor(dtype: string, stored: StoredType, count: number): ProgramTensor {
  return { name: 'x', emitted: 'x', dtype, shape: [count], stored, buffer: 0 };
}

function roundTrip(type: ProgramTensor, given: unknown): unknown {
  const { buffer, byteOffset, byteLength } = encode(type, given);
  const words = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  expect(words.byteLength % 4).toBe(0);
  return decode(type, words);
}

describe('what is given comes back', () => {
  it.each([
    ['f32', 'f32', Float32Array.of(1.5, -0, NaN)],
    ['f64', 'f32', Float64Array.of(1.5, -2)],
    ['bf16', 'f32', Float32Array.of(1.5, -2)],
    ['f16', 'f16', Float32Array.of(1.5, -2, 65504)],
    ['f16', 'f32', Float32Array.of(1.5, -2, 65504)],
    ['i64', 'i32', BigInt64Array.of(1n, -(2n ** 31n))],
    ['i32', 'i32', Int32Array.of(1, -7)],
    ['i16', 'i32', Int16Array.of(1, -7)],
    ['i8', 'i32', Int8Array.of(1, -7)],
    ['i4', 'i32', Int8Array.of(1, -7)],
    ['u64', 'u32', BigUint64Array.of(1n, 2n ** 32n - 1n)],
    ['u32', 'u32', Uint32Array.of(1, 2 ** 32 - 1)],
    ['u16', 'u32', Uint16Array.of(1, 65535)],
    ['u8', 'u32', Uint8Array.of(1, 255)],
    ['u4', 'u32', Uint8Array.of(1, 15)],
    ['bool', 'u32', Uint8Array.of(0, 1)],
  ] as const)('%s stored as %s', (dtype, stored, given) => {
    expect(roundTrip(tensor(dtype, stored, given.length), given)).toEqual(given);
  });

  it('also as halves and narrower integers', () => {
    const bits = Uint16Array.of(0x3c00, 0xc000, 0x7bff);
    for (const stored of ['f16', 'f32'] as const) {
      const back = roundTrip(tensor('f16', stored, 3), bits);
      expect(back).toEqual(Float32Array.of(1, -2, 65504));
    }
    expect(roundTrip(tensor('u64', 'u32', 1), Uint32Array.of(5))).toEqual(BigUint64Array.of(5n));
  });

  it('from a part of a larger buffer', () => {
    const part = Float32Array.of(9, 1, 2).subarray(1);
    expect(roundTrip(tensor('f32', 'f32', 2), part)).toEqual(Float32Array.of(1, 2));
    const halves = Uint16Array.of(9, 0x3c00, 0x4000, 0x4200).subarray(1);
    expect(roundTrip(tensor('f16', 'f16', 3), halves)).toEqual(Float32Array.of(1, 2, 3));
  });
});

describe('halves', () => {
  it('all read back', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = halfToFloat(bits);
      if (Number.isNaN(value)) expect(floatToHalf(value) & 0x7fff).toBe(0x7e00);
      else expect(floatToHalf(value)).toBe(bits);
    }
  });

  it('are rounded as the compiler rounds', () => {
    fc.assert(
      fc.property(fc.float(), (value) => {
        expect(floatToHalf(value)).toBe(toFloat16Bits(value));
        expect(halfToFloat(floatToHalf(value))).toBe(roundToFloat16(value));
      }),
      { numRuns: 5000 },
    );
  });
});

it('integers beyond 32 bits are refused', () => {
  expect(() => encode(tensor('i64', 'i32', 1), BigInt64Array.of(2n ** 31n))).toThrow(
    'holds 2147483648',
  );
  expect(() => encode(tensor('u64', 'u32', 1), BigUint64Array.of(2n ** 32n))).toThrow('at 0');
});
