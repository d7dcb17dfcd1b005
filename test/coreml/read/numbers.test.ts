/** The reader's own numbers: halves by their patterns, packed elements, and element types beside the schema's. */

import { describe, expect, it } from 'vitest';
import { ELEMENTS } from '../../../targets/coreml/read/elements.ts';
import type { ElementFacts } from '../../../targets/coreml/read/elements.ts';
import { halvesToFloats, roundAllToHalf, roundToHalf } from '../../../targets/coreml/read/half.ts';
import { offsetsOf } from '../../../targets/coreml/read/tensor.ts';
import { unpack } from '../../../targets/coreml/read/values.ts';
import {
  BITS,
  BLOB_DATA_TYPES,
  DATA_TYPES,
  IMMEDIATE_FIELDS,
} from '../../../targets/coreml/schema/numbers.ts';

describe('halves', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
  ])('pattern %i is %d', (pattern, value) => {
    expect(halvesToFloats(Uint16Array.of(pattern))[0]).toBe(value);
    expect(roundToHalf(value)).toBe(value);
  });

  it.each([
    // Ties go to the even neighbour.
    [2049, 2048],
    [2051, 2052],
    [-2049, -2048],
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [65519.996, 65504],
    [65520, Infinity],
    [-65520, -Infinity],
    [2 ** -25, 0],
    [1.5 * 2 ** -25, 2 ** -24],
    [2 ** -14 - 2 ** -26, 2 ** -14],
    [1e-8, 0],
  ])('%d rounds to %d', (value, rounded) => {
    expect(roundToHalf(value)).toBe(rounded);
  });

  it('keep the sign of zero and what is no number', () => {
    expect(Object.is(roundToHalf(-1e-9), -0)).toBe(true);
    expect(roundToHalf(NaN)).toBeNaN();
    const all = Float32Array.of(2049, NaN, 0.1);
    roundAllToHalf(all);
    expect(Array.from(all)).toEqual([2048, NaN, 0.0999755859375]);
  });

  it('of every pattern round to themselves', () => {
    const numbers = halvesToFloats(Uint16Array.from({ length: 65536 }, (_, pattern) => pattern));
    const moved = numbers.filter((x) => !Object.is(roundToHalf(x), x));
    expect(Array.from(moved)).toEqual([]);
  });
});

describe('packed elements', () => {
  it.each([
    ['int4', [0x21, 0xf8], [1, 2, -8, -1]],
    ['uint4', [0x21, 0x0f], [1, 2, 15]],
    ['uint1', [0b0000_0101], [1, 0, 1, 0]],
    ['uint2', [0b11_10_01_00], [0, 1, 2, 3]],
    // 101 | 110 | 01|1 across the bytes: 5, 6, 1 + 4 * 1
    ['uint3', [0b01_110_101, 0b1], [5, 6, 5]],
    ['uint6', [0b01_111111, 0b1000], [63, 33]],
    ['int8', [255, 1], [-1, 1]],
    ['fp16', [0x00, 0x3c], [1]],
    ['bf16', [0x80, 0x3f], [1]],
    ['uint16', [1, 2], [513]],
    ['int32', [255, 255, 255, 255], [-1]],
  ] as const)('of %s', (dtype, bytes, elements) => {
    const found = unpack(Uint8Array.from(bytes), dtype, elements.length);
    expect(Array.from(found)).toEqual(elements);
  });
});

it('walks are those of strides', () => {
  expect(Array.from(offsetsOf([2, 3], [1, 2], 5))).toEqual([5, 7, 9, 6, 8, 10]);
  expect(Array.from(offsetsOf([2], [-3], 3))).toEqual([3, 0]);
  expect(Array.from(offsetsOf([], []))).toEqual([0]);
  expect(Array.from(offsetsOf([0, 2], [2, 1]))).toEqual([]);
});

it('element types are told by the numbers that the schema has', () => {
  for (const [name, facts] of Object.entries<ElementFacts>(ELEMENTS)) {
    const key = name as keyof typeof ELEMENTS;
    expect([name, facts.code, facts.field]).toEqual([name, DATA_TYPES[key], IMMEDIATE_FIELDS[key]]);
    const blobs: Readonly<Record<string, number>> = BLOB_DATA_TYPES;
    const bits: Readonly<Record<string, number>> = BITS;
    expect([name, facts.blob]).toEqual([name, blobs[name]]);
    if (facts.blob !== undefined) expect([name, facts.bits]).toEqual([name, bits[name]]);
  }
});
