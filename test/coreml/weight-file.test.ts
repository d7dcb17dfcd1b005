/** weight.bin byte by byte. */

import { describe, expect, test } from 'vitest';
import { packBits } from '../../targets/pack-bits.ts';
import type { Weight } from '../../targets/coreml/syntax.ts';
import { count, immediate, sumOf, weight } from './literals.ts';
import { packageOf } from './written-package.ts';

/** Two hexadecimal digits a byte, without spaces. */
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** 64 bits, little endian. */
const long = (value: number): string =>
  hex(new Uint8Array(BigUint64Array.of(BigInt(value)).buffer));
const zeros = (bytes: number): string => '00'.repeat(bytes);

describe('the file', () => {
  test('is a header alone where there are no blobs', async () => {
    const { weights } = await packageOf(sumOf([immediate('fp16', [1])]));
    expect(hex(weights)).toBe(`0000000002000000${zeros(56)}`);
  });

  test('has metadata and data at multiples of 64, with zeros between, and ends with the data', async () => {
    const halves = weight('fp16', 'f32', [1, -2, ...count(9)]);
    const bytes = weight(
      'uint8',
      'u8',
      count(12).map((index) => 255 - index),
    );
    const { weights } = await packageOf(sumOf([halves, bytes]));
    const first = `efbeadde01000000${long(22)}${long(128)}${zeros(40)}`;
    const data = '003c00c00000003c004000420044004500460047';
    const second = `efbeadde03000000${long(12)}${long(256)}${zeros(40)}`;
    expect(hex(weights)).toBe(
      `0200000002000000${zeros(56)}${first}${data}0048${zeros(42)}${second}fffefdfcfbfaf9f8f7f6f5f4`,
    );
    expect(weights.length).toBe(256 + 12);
  });

  test('says how many bits of the last byte are unused', async () => {
    const { weights } = await packageOf(
      sumOf(
        [
          weight(
            'uint3',
            'u8',
            count(11).map((index) => index % 8),
          ),
        ],
        'CoreML8',
      ),
    );
    // 33 bits take 5 bytes; element 0 has the lowest bits.
    expect(hex(weights.subarray(64, 128))).toBe(
      `efbeadde0c000000${long(5)}${long(128)}${long(7)}${zeros(32)}`,
    );
    expect(hex(weights.subarray(128))).toBe('88c6fa8800');
  });

  test.each([
    ['int4', 'i4', [-8, 7, -1, 0, 1, 2, 3, 4, 5, 6], '780f214365', 8],
    ['int8', 'i8', [-128, 127, -1, 0, 1, 2, 3, 4, 5, 6], '807fff00010203040506', 4],
    ['uint1', 'u8', [1, 0, 1, 1, 0, 0, 0, 0, 1, 1], '0d03', 9],
    ['uint2', 'u8', [3, 0, 1, 2, 0, 0, 0, 0, 1, 1], '930005', 10],
    ['uint4', 'u4', [15, 0, 1, 2, 3, 4, 5, 6, 7, 8], '0f21436587', 11],
    ['uint6', 'u8', [63, 0, 1, 32, 0, 0, 0, 0, 1, 1], '3f108000000041', 13],
    ['fp32', 'f32', [1, ...Array<number>(9).fill(0)], `0000803f${zeros(36)}`, 2],
  ] as const)('holds %s', async (dtype, stored, values, data, code) => {
    const { weights } = await packageOf(sumOf([weight(dtype, stored, [...values])], 'CoreML8'));
    expect(weights[68]).toBe(code);
    expect(hex(weights.subarray(128)).slice(0, data.length)).toBe(data);
  });

  test('holds what is equal once', async () => {
    const one = count(10);
    const literals = [
      weight('fp16', 'f32', one),
      weight('fp16', 'f32', one),
      weight('fp32', 'f32', one),
      immediate('fp32', one),
      immediate('fp32', one.slice()),
      immediate('fp32', [-0, ...one.slice(1)]),
    ];
    const { weights, model } = await packageOf(sumOf(literals));
    expect(new DataView(weights.buffer, weights.byteOffset).getUint32(0, true)).toBe(4);
    const [main] = model.mlProgram?.functions.values() ?? [];
    const [block] = main?.blockSpecializations.values() ?? [];
    const types = block?.operations.map(({ type }) => type);
    // One constant for both sums of the same blob, directly before the first of them.
    expect(types?.join(' ')).toBe('const add add const add const add add const add');
  });

  test('holds bits packed into bytes', async () => {
    const mask: Weight = {
      ...weight(
        'uint8',
        'u8',
        count(80).map((index) => Number(index % 3 === 0)),
      ),
      type: { dtype: 'uint8', shape: [10] },
      packed: 1,
    };
    const { weights } = await packageOf(sumOf([mask]));
    expect(hex(weights.subarray(128))).toBe('49922449922449922449');
    expect(hex(weights.subarray(72, 96))).toBe(`${long(10)}${long(128)}${long(0)}`);
  });
});

test('packed bits are those of every element in turn', () => {
  for (const bits of [1, 2, 3, 4, 6]) {
    const values = count(37).map((index) => (index * 11) % 2 ** bits);
    const packed = packBits(values, bits);
    const stream = Array.from(packed, (byte) => byte.toString(2).padStart(8, '0')).toReversed();
    const text = stream.join('');
    const read = values.map((_, index) =>
      Number.parseInt(text.slice(text.length - bits * (index + 1), text.length - bits * index), 2),
    );
    expect(read).toEqual(values);
  }
});
