/** Tensors whose dimensions, data and type disagree, and every form of data that is right. */

import { describe, expect, it } from 'vitest';
import {
  FLOAT,
  floatInitializer,
  initializer,
  modelWith,
  modelWithAttribute,
  none,
  raw,
  tensor,
  valueInfo,
} from '../support/onnx-wire.ts';
import { initializerOf, read, refusal, refusalCodes, valuesOf } from '../support/reading.ts';
import * as wire from '../support/wire.ts';

const [UINT8, INT8, UINT16, INT16, INT32, INT64, STRING, BOOL] = [2, 3, 4, 5, 6, 7, 8, 9];
const [FLOAT16, DOUBLE, UINT32, UINT64, BFLOAT16, UINT4, INT4] = [10, 11, 12, 13, 16, 21, 22];

async function codesOf(...parts: Parameters<typeof tensor>): Promise<readonly string[]> {
  return refusalCodes(modelWith(initializer(...parts)));
}

async function valuesIn(...parts: Parameters<typeof tensor>): Promise<(number | bigint)[]> {
  return valuesOf(await initializerOf(modelWith(initializer(...parts)), parts[0]));
}

describe('dimensions', () => {
  it.each([
    ['2^53 elements', [2 ** 27, 2 ** 27]],
    ['2^63 elements and more', [2 ** 32, 2 ** 32]],
    ['a product that wraps to 4', [2 ** 32, 2 ** 32, 4]],
    ['one of 2^63 - 1', [2n ** 63n - 1n]],
    ['bytes beyond 2^53', [2 ** 52]],
  ])('19: %s', async (_, dims) => {
    expect(await codesOf('w', FLOAT, dims, raw(wire.floats([1])))).toEqual(['SNAPC2052']);
    expect(await codesOf('w', FLOAT, dims, wire.bytes(4, wire.floats([1])))).toEqual(['SNAPC2052']);
  });

  it.each([[-1], [-(2 ** 40)], [-(2n ** 63n)]])('20: the dim %s', async (dim) => {
    expect(await codesOf('w', FLOAT, [dim], raw(wire.floats([1])))).toEqual(['SNAPC2051']);
    expect(await codesOf('w', FLOAT, [-2, -2], raw(wire.floats([1, 2, 3, 4])))).toEqual([
      'SNAPC2051',
    ]);
  });

  it('28: rank 300', async () => {
    const dims = Array.from({ length: 300 }, () => 1);
    expect(await codesOf('w', FLOAT, dims, raw(wire.floats([1])))).toEqual(['SNAPC2011']);
  });

  it('20: negative dims of inputs; -1 is an unknown dim there', async () => {
    expect(await refusalCodes(modelWith(wire.bytes(11, valueInfo('z', [-2]))))).toEqual([
      'SNAPC2030',
    ]);
    const found = await read(modelWith(wire.bytes(11, valueInfo('z', [-1, 'n', 3]))));
    expect(found.graph.inputs.at(-1)?.shape).toEqual([undefined, 'n', 3]);
  });
});

describe('data', () => {
  it('21: raw data of another length, small and large', async () => {
    for (const count of [1, 3, 5000]) {
      const data = raw(wire.floats(Array.from({ length: count }, () => 1)));
      expect(await codesOf('w', FLOAT, [2], data)).toEqual(['SNAPC2053']);
    }
  });

  it('21: typed data of another length, without room for the promised elements', async () => {
    const floats = wire.bytes(4, wire.floats([1, 2, 3]));
    expect(await codesOf('w', FLOAT, [2], floats)).toEqual(['SNAPC2053']);
    expect(await codesOf('w', INT64, [2], wire.packed(7, [1]))).toEqual(['SNAPC2054']);
    expect(await codesOf('w', INT64, [2], wire.packed(7, [1000]))).toEqual(['SNAPC2054']);
    expect(await codesOf('w', INT64, [2], wire.packed(7, [1, 2, 3]))).toEqual(['SNAPC2054']);
    const before = process.memoryUsage().arrayBuffers;
    expect(await codesOf('w', UINT8, [2 ** 40], wire.packed(5, [1]))).toEqual(['SNAPC2054']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it('22: data in two fields', async () => {
    const twice = [raw(wire.floats([1])), wire.bytes(4, wire.floats([1]))] as const;
    expect(await codesOf('w', FLOAT, [1], ...twice)).toEqual(['SNAPC2055']);
    const mixed = [wire.packed(5, [1]), wire.packed(7, [1])] as const;
    expect(await codesOf('w', INT64, [1], ...mixed)).toEqual(['SNAPC2055']);
  });

  it('21: no data at all', async () => {
    expect(await codesOf('w', FLOAT, [2])).toEqual(['SNAPC2056']);
  });

  it('23: raw data that ends inside an element', async () => {
    expect(await codesOf('w', FLOAT, [2], raw(new Uint8Array(7)))).toEqual(['SNAPC2053']);
    expect(await codesOf('w', FLOAT, [1], wire.bytes(4, new Uint8Array(5)))).toEqual(['SNAPC2053']);
    const pieces = [wire.bytes(4, new Uint8Array(5)), wire.bytes(4, new Uint8Array(3))] as const;
    expect(await codesOf('w', FLOAT, [2], ...pieces)).toEqual(['SNAPC2002']);
  });

  it.each([
    ['STRING', STRING],
    ['COMPLEX64', 14],
    ['COMPLEX128', 15],
    ['FLOAT8E4M3FN', 17],
    ['FLOAT8E5M2FNUZ', 20],
    ['FLOAT4E2M1', 23],
    ['UINT2', 25],
    ['UNDEFINED', 0],
    ['one of the future', 99],
    ['a negative one', -1],
  ])('24: the type %s', async (_, code) => {
    const [only] = await refusal(modelWith(initializer('w', code, [1], raw(new Uint8Array(8)))));
    expect(only).toMatchObject({ code: 'SNAPC2050', place: { value: 'w' } });
  });

  it('24: data in the field of another type', async () => {
    expect(await codesOf('w', FLOAT, [1], wire.packed(5, [1]))).toEqual(['SNAPC2058']);
    expect(await codesOf('w', INT64, [1], wire.packed(5, [1]))).toEqual(['SNAPC2058']);
  });

  it.each([
    ['u8', UINT8, 256],
    ['u8', UINT8, -1],
    ['i8', INT8, 128],
    ['u16', UINT16, 65536],
    ['i16', INT16, -32769],
    ['f16', FLOAT16, 65536],
    ['bf16', BFLOAT16, -1],
    ['i4', INT4, 256],
    ['bool', BOOL, 256],
  ])('24: the %s %i %i', async (_, code, value) => {
    expect(await codesOf('w', code, [1], wire.packed(5, [value]))).toEqual(['SNAPC2059']);
  });

  it('24: a u32 beyond its range', async () => {
    expect(await codesOf('w', UINT32, [1], wire.packed(11, [2 ** 32]))).toEqual(['SNAPC2059']);
  });

  it('29: segments', async () => {
    const segment = wire.bytes(3, wire.integer(1, 0), wire.integer(2, 1));
    expect(await codesOf('w', FLOAT, [1], segment, raw(wire.floats([1])))).toEqual(['SNAPC2057']);
  });
});

describe('names', () => {
  it('31: two initializers of one name, an initializer without a name', async () => {
    const one = floatInitializer('w', [1]);
    expect(await refusalCodes(modelWith(one, one))).toEqual(['SNAPC2028']);
    expect(await refusalCodes(modelWith(floatInitializer('', [1])))).toEqual(['SNAPC2027']);
  });

  it('31: an initializer that is an input too is a constant, if both say the same', async () => {
    const input = wire.bytes(11, valueInfo('w', [3]));
    const found = await read(modelWith(input, floatInitializer('w', [1, 2, 3])));
    expect(found.graph.inputs.map((one) => one.name)).toEqual(['x']);
    expect(found.graph.initializers.has('w')).toBe(true);
    const other = modelWith(input, floatInitializer('w', [1, 2]));
    expect(await refusalCodes(other)).toEqual(['SNAPC2029']);
    const twice = wire.bytes(11, valueInfo('x', [2]));
    expect(await refusalCodes(modelWith(twice))).toEqual(['SNAPC2028']);
  });

  it('every faulty tensor of a file is told in one run, with its name', async () => {
    const diagnostics = await refusal(
      modelWith(
        initializer('a', FLOAT, [-1]),
        initializer('b', STRING, [1]),
        floatInitializer('good', [1]),
        initializer('c', FLOAT, [1]),
        wire.bytes(1, wire.text(3, 'n')),
      ),
    );
    expect(diagnostics.map((d) => [d.code, d.place?.value ?? d.place?.node])).toEqual([
      ['SNAPC2027', 'n'],
      ['SNAPC2051', 'a'],
      ['SNAPC2050', 'b'],
      ['SNAPC2056', 'c'],
    ]);
  });
});

describe('every form of data that is right', () => {
  it.each([
    ['float_data', FLOAT, wire.bytes(4, wire.floats([1.5, -2])), [1.5, -2]],
    [
      'float_data in two runs',
      FLOAT,
      wire.concat(wire.bytes(4, wire.floats([1.5])), wire.float(4, -2)),
      [1.5, -2],
    ],
    ['double_data', DOUBLE, wire.bytes(10, wire.doubles([1e300, -0])), [1e300, -0]],
    [
      'int32_data of i32',
      INT32,
      wire.packed(5, [-(2 ** 31), 2 ** 31 - 1]),
      [-(2 ** 31), 2 ** 31 - 1],
    ],
    ['int32_data of i32 in five bytes', INT32, wire.packed(5, [2 ** 32 - 1, 2]), [-1, 2]],
    ['int32_data of i16', INT16, wire.packed(5, [-32768, 32767]), [-32768, 32767]],
    ['int32_data of i8', INT8, wire.packed(5, [-128, 127]), [-128, 127]],
    ['int32_data of u16', UINT16, wire.packed(5, [0, 65535]), [0, 65535]],
    ['int32_data of u8', UINT8, wire.unpacked(5, [0, 255]), [0, 255]],
    ['int32_data of bool', BOOL, wire.packed(5, [0, 1]), [0, 1]],
    ['int32_data of f16', FLOAT16, wire.packed(5, [0x3c00, 0xfc00]), [1, -Infinity]],
    ['int32_data of bf16', BFLOAT16, wire.packed(5, [0x3f80, 0xff80]), [1, -Infinity]],
    [
      'int64_data',
      INT64,
      wire.packed(7, [2n ** 63n - 1n, -(2n ** 63n)]),
      [2n ** 63n - 1n, -(2n ** 63n)],
    ],
    ['uint64_data of u64', UINT64, wire.packed(11, [2n ** 64n - 1n, 0]), [2n ** 64n - 1n, 0n]],
    ['uint64_data of u32', UINT32, wire.packed(11, [2 ** 32 - 1, 0]), [2 ** 32 - 1, 0]],
    ['raw bf16', BFLOAT16, raw(Uint8Array.of(0x80, 0x3f, 0x00, 0xc0)), [1, -2]],
    ['raw f16', FLOAT16, raw(Uint8Array.of(0x00, 0x3c, 0x00, 0xc0)), [1, -2]],
    ['25: raw bool of any byte', BOOL, raw(Uint8Array.of(0, 7)), [0, 1]],
    ['26: raw NaN and infinity', FLOAT, raw(wire.floats([NaN, Infinity])), [NaN, Infinity]],
    ['26: the smallest denormal', FLOAT, raw(wire.floats([2 ** -149, -0])), [2 ** -149, -0]],
  ])('%s', async (_, code, data, expected) => {
    expect(await valuesIn('w', code, [2], data)).toEqual(expected);
  });

  it('24: 4-bit integers, an odd count of them, raw and typed', async () => {
    expect(await valuesIn('w', INT4, [3], raw(Uint8Array.of(0x8f, 0x07)))).toEqual([-1, -8, 7]);
    expect(await valuesIn('w', UINT4, [3], raw(Uint8Array.of(0x8f, 0x07)))).toEqual([15, 8, 7]);
    expect(await valuesIn('w', INT4, [3], wire.packed(5, [0x8f, 0x07]))).toEqual([-1, -8, 7]);
    expect(await valuesIn('w', INT4, [2], wire.packed(5, [-1]))).toEqual([-1, -1]);
    expect(await valuesIn('w', UINT4, [3], wire.packed(5, [0x8f, 0x07]))).toEqual([15, 8, 7]);
  });

  it('27: no elements, and rank 0', async () => {
    expect(await valuesIn('w', FLOAT, [0, 4])).toEqual([]);
    expect(await valuesIn('w', FLOAT, [0], raw(none))).toEqual([]);
    expect(await valuesIn('w', INT64, [], wire.packed(7, [5]))).toEqual([5n]);
  });

  it('large data is not read but noted: raw and typed floats', async () => {
    const values = Array.from({ length: 1000 }, (_, index) => index / 8);
    for (const data of [raw(wire.floats(values)), wire.bytes(4, wire.floats(values))]) {
      const constant = await initializerOf(
        modelWith(initializer('w', FLOAT, [10, 100], data)),
        'w',
      );
      expect(constant.source).toMatchObject({ kind: 'bytes', length: 4000 });
      expect(await valuesOf(constant)).toEqual(values);
    }
  });
});

describe('sparse tensors', () => {
  const values = wire.bytes(1, tensor('w', FLOAT, [2], raw(wire.floats([3, 4]))));
  const indices = (dims: number[], list: (number | bigint)[]): Uint8Array =>
    wire.bytes(2, tensor('', INT64, dims, wire.packed(7, list)));
  const sparse = (...parts: readonly Uint8Array[]): Uint8Array => wire.bytes(15, ...parts);
  const space = wire.unpacked(3, [2, 3]);

  it('become dense, from linear indices and from rows of coordinates', async () => {
    for (const at of [indices([2], [1, 5]), indices([2, 2], [0, 1, 1, 2])]) {
      const constant = await initializerOf(modelWith(sparse(values, at, space)), 'w');
      expect(constant.type).toEqual({ dtype: 'f32', shape: [2, 3] });
      expect(await valuesOf(constant)).toEqual([0, 3, 0, 0, 0, 4]);
    }
  });

  it.each([
    ['out of range', [values, indices([2], [1, 6]), space]],
    ['negative', [values, indices([2], [-1, 2]), space]],
    ['beyond 2^53', [values, indices([2], [1, 2n ** 62n]), space]],
    ['unsorted', [values, indices([2], [5, 1]), space]],
    ['repeated', [values, indices([2], [1, 1]), space]],
    ['too few', [values, indices([1], [1]), space]],
    ['of another rank', [values, indices([2, 3], [0, 0, 0, 1, 1, 1]), space]],
    ['missing', [values, space]],
  ])('30: indices that are %s', async (_, parts) => {
    expect(await refusalCodes(modelWith(sparse(...parts)))).toEqual(['SNAPC2062']);
  });

  it('30: a hundred bytes that ask for gigabytes', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const huge = wire.unpacked(3, [2 ** 20, 2 ** 20]);
    const bytes = modelWith(sparse(values, indices([2], [1, 5]), huge));
    expect(await refusalCodes(bytes)).toEqual(['SNAPC2061']);
    const wrapped = wire.unpacked(3, [2 ** 32, 2 ** 32]);
    expect(await refusalCodes(modelWith(sparse(values, indices([2], [1, 5]), wrapped)))).toEqual([
      'SNAPC2052',
    ]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  it('are expanded in attributes too', async () => {
    const attribute = [
      wire.text(1, 'sparse_value'),
      wire.integer(20, 11),
      wire.bytes(22, values, indices([2], [1, 5]), space),
    ];
    const { graph } = await read(modelWithAttribute(...attribute));
    const found = graph.nodes.at(-1)?.attributes.get('sparse_value');
    expect(found?.kind === 'tensor' ? await valuesOf(found.value) : found).toEqual([
      0, 3, 0, 0, 0, 4,
    ]);
  });
});
