/** Tensors hold, encode and convert elements as DataView and exact integers say. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allocate,
  castTensor,
  getElement,
  rawElements,
  setElement,
  stridesOf,
  tensor,
  tensorFrom,
  toNumbers,
} from '../../ir/tensor.ts';
import { decodeTensor, encodeTensor } from '../../ir/tensor-bytes.ts';
import { materialize, splatConstant } from '../../ir/constant.ts';
import { DTYPES, byteSize, elementCount, isDType } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';

const ALL = Object.keys(DTYPES).filter(isDType);
const WHOLE = ALL.filter((dtype) => DTYPES[dtype].kind === 'int' || DTYPES[dtype].kind === 'uint');

/** Any number of any dtype, with the edges of each. */
const number = fc.oneof(
  fc.double({ noDefaultInfinity: false }),
  fc.integer(),
  fc.constantFrom(0, -0, 0.5, -0.5, 65504, 65520, 2 ** 31, 2 ** 32, -(2 ** 31), 2 ** 53, 1e300),
);
const element = fc.oneof(number, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }));
const dtype = fc.constantFrom(...ALL);

/** Reads one element of little-endian bytes the way the language does. */
const READERS: Partial<Record<DType, (view: DataView, index: number) => number | bigint>> = {
  f64: (view, index) => view.getFloat64(8 * index, true),
  f32: (view, index) => view.getFloat32(4 * index, true),
  i64: (view, index) => view.getBigInt64(8 * index, true),
  i32: (view, index) => view.getInt32(4 * index, true),
  i16: (view, index) => view.getInt16(2 * index, true),
  i8: (view, index) => view.getInt8(index),
  u64: (view, index) => view.getBigUint64(8 * index, true),
  u32: (view, index) => view.getUint32(4 * index, true),
  u16: (view, index) => view.getUint16(2 * index, true),
  u8: (view, index) => view.getUint8(index),
  bool: (view, index) => Number(view.getUint8(index) !== 0),
  i4: (view, index) => BigInt.asIntN(4, BigInt(view.getUint8(index >> 1) >> (4 * (index & 1)))),
  u4: (view, index) => (view.getUint8(index >> 1) >> (4 * (index & 1))) & 15,
};

describe('bytes', () => {
  test.each(Object.entries(READERS))('%s are read as DataView reads them', (name, read) => {
    if (!isDType(name)) throw new Error(name);
    fc.assert(
      fc.property(fc.nat(20), fc.uint8Array({ minLength: 163, maxLength: 163 }), (count, bytes) => {
        const shape = [count];
        const used = bytes.slice(3, 3 + byteSize({ dtype: name, shape }));
        const value = decodeTensor(used, name, shape);
        const view = new DataView(used.buffer);
        for (let index = 0; index < count; index++) {
          const expected = read(view, index);
          const given = getElement(value, index);
          expect(given).toBe(typeof given === 'bigint' ? expected : Number(expected));
        }
      }),
    );
  });

  test('are the same after reading and writing, but for the bits that mean nothing', () => {
    fc.assert(
      fc.property(dtype, fc.array(element, { maxLength: 9 }), (name, elements) => {
        const value = tensorFrom(name, [elements.length], elements);
        const bytes = encodeTensor(value);
        expect(bytes.length).toBe(byteSize(value));
        const again = decodeTensor(bytes, name, value.shape);
        expect(again).toEqual(value);
        expect(encodeTensor(again)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test('of another length are refused', () => {
    expect(() => decodeTensor(new Uint8Array(7), 'f32', [2])).toThrow('7 bytes for 8');
    expect(() => tensor('f32', [2], new Float32Array(3))).toThrow('3 elements');
    expect(() => tensor('f32', [2], new Float64Array(2))).toThrow('wrong array');
    expect(() => tensorFrom('f32', [2], [1, 2, 3])).toThrow('3 elements');
  });
});

describe('elements', () => {
  test.each(WHOLE)('%s take the low bits of what they are given', (name) => {
    const { kind, bits } = DTYPES[name];
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (given) => {
        const held = getElement(tensorFrom(name, [], [given]), 0);
        const expected = kind === 'int' ? BigInt.asIntN(bits, given) : BigInt.asUintN(bits, given);
        expect(BigInt(held)).toBe(expected);
      }),
    );
  });

  test.each(WHOLE)('%s drop the fraction of a number', (name) => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (given) => {
        expect(tensorFrom(name, [], [given])).toEqual(tensorFrom(name, [], [Math.trunc(given)]));
      }),
    );
  });

  test('f32 are rounded once, also from 64-bit integers', () => {
    // At, before and beyond the middle between two floats.
    const middle = fc
      .tuple(fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 }), fc.integer({ min: 1, max: 39 }))
      .map(([digits, shift]) => (BigInt(digits) << BigInt(shift)) + (1n << BigInt(shift - 1)));
    const given = fc
      .tuple(middle, fc.constantFrom(-1n, 0n, 1n), fc.constantFrom(1n, -1n))
      .map(([place, beside, sign]) => sign * (place + beside));
    fc.assert(
      fc.property(given, (integer) => {
        const held = Number(getElement(tensorFrom('f32', [], [integer]), 0));
        const bits = new Uint32Array(Float32Array.of(held).buffer)[0] ?? 0;
        const distance = (other: number): bigint => {
          const value = new Float32Array(Uint32Array.of(other).buffer)[0] ?? 0;
          const gap = BigInt(value) - integer;
          return gap < 0n ? -gap : gap;
        };
        for (const other of [bits - 1, bits + 1]) {
          expect(distance(bits) <= distance(other)).toBe(true);
          if (distance(bits) === distance(other)) expect(bits % 2).toBe(0);
        }
      }),
      { numRuns: 5000 },
    );
    // Between two floats, one beyond the middle: a detour by double would fall back to the middle.
    const beyond = 2n ** 60n + 2n ** 36n + 1n;
    expect(getElement(tensorFrom('f32', [], [beyond]), 0)).toBe(2 ** 60 + 2 ** 37);
    expect(getElement(tensorFrom('f32', [], [beyond - 1n]), 0)).toBe(2 ** 60);
    expect(getElement(tensorFrom('f32', [], [-beyond]), 0)).toBe(-(2 ** 60 + 2 ** 37));
  });

  test('bf16 are rounded once', () => {
    const held = (given: number): number | bigint => getElement(tensorFrom('bf16', [], [given]), 0);
    expect(held(1 + 2 ** -8)).toBe(1);
    expect(held(1 + 2 ** -8 + 2 ** -40)).toBe(1 + 2 ** -7);
    expect(held(-(1 + 2 ** -8 + 2 ** -40))).toBe(-(1 + 2 ** -7));
    expect(held(2 ** -134)).toBe(0);
    expect(held(2 ** -134 * 1.01)).toBe(2 ** -133);
    expect(held(3.4e38)).toBe(Infinity);
    expect(held(NaN)).toBeNaN();
  });

  test('a fill is made of the elements that its dtype can hold', async () => {
    await fc.assert(
      fc.asyncProperty(dtype, element, async (name, given) => {
        const filled = await materialize(splatConstant({ dtype: name, shape: [3] }, given));
        expect(filled).toEqual(tensorFrom(name, [3], [given, given, given]));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('casts', () => {
  test('give what storing each element gives', () => {
    fc.assert(
      fc.property(dtype, dtype, fc.array(element, { maxLength: 5 }), (from, to, elements) => {
        const source = tensorFrom(from, [elements.length], elements);
        const expected = allocate(to, source.shape);
        elements.forEach((_, index) => setElement(expected, index, getElement(source, index)));
        expect(castTensor(source, to)).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test('to a wider dtype and back change nothing', () => {
    const pairs: readonly (readonly [DType, DType])[] = [
      ['f16', 'f32'],
      ['bf16', 'f32'],
      ['f32', 'f64'],
      ['i8', 'i64'],
      ['u8', 'i16'],
      ['i32', 'f64'],
      ['i4', 'i8'],
      ['u4', 'f16'],
      ['bool', 'f32'],
      ['u32', 'u64'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.array(element), ([narrow, wide], elements) => {
        const value = tensorFrom(narrow, [elements.length], elements);
        expect(castTensor(castTensor(value, wide), narrow)).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  test('of 64-bit integers beyond the safe range to numbers are refused', () => {
    expect(toNumbers(tensorFrom('i64', [2], [2n ** 53n - 1n, -5]))).toEqual([2 ** 53 - 1, -5]);
    expect(() => toNumbers(tensorFrom('i64', [1], [2n ** 53n]))).toThrow(RangeError);
  });
});

describe('layout', () => {
  test('strides step through the elements in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), (shape) => {
        const strides = stridesOf(shape);
        const last = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), 0);
        expect(last).toBe(elementCount(shape) - 1);
        expect(strides.at(-1) ?? 1).toBe(1);
      }),
    );
  });

  test('raw elements share the memory, bit for bit', () => {
    fc.assert(
      fc.property(dtype, fc.array(element, { minLength: 1, maxLength: 4 }), (name, elements) => {
        const value = tensorFrom(name, [elements.length], elements);
        const copy = allocate(name, value.shape);
        const [from, to] = [rawElements(value), rawElements(copy)];
        for (let index = 0; index < from.length; index++) to[index] = from[index] ?? 0;
        expect(copy).toEqual(value);
      }),
    );
  });
});
