/** Core ML messages as bytes, by field numbers written down here: free to write what no honest tool would. */

import { bytes, concat, doubles, floats, integer, packed, text } from './wire.ts';

export const DATA_TYPES = {
  bool: 1,
  string: 2,
  fp16: 10,
  fp32: 11,
  fp64: 12,
  int8: 21,
  int16: 22,
  int32: 23,
  int64: 24,
  int4: 25,
  uint8: 31,
  uint16: 32,
  uint32: 33,
  uint4: 35,
  uint2: 36,
  uint1: 37,
  uint6: 38,
  uint3: 39,
} as const;
export type TestDType = keyof typeof DATA_TYPES;

/** A dim that is not known is written as null. */
export interface TestType {
  readonly dtype: TestDType | number;
  readonly shape: readonly (number | null)[];
  readonly rank?: number;
}

export const NOTHING = new Uint8Array();

export function tensorType({ dtype, shape, rank = shape.length }: TestType): Uint8Array {
  const dims = shape.map((dim) =>
    bytes(3, dim === null ? bytes(2, NOTHING) : bytes(1, integer(1, dim))),
  );
  const code = typeof dtype === 'number' ? dtype : DATA_TYPES[dtype];
  return bytes(1, integer(1, code), rank === 0 ? NOTHING : integer(2, rank), ...dims);
}

export function stateType(type: TestType): Uint8Array {
  return bytes(5, bytes(1, tensorType(type)));
}

export function namedType(field: number, name: string, type: Uint8Array): Uint8Array {
  return bytes(field, text(1, name), bytes(2, type));
}

export type Items = readonly (number | string | boolean)[];

/** A tensor value in the field that its element type belongs in, unless another one is named. */
export function immediate(
  type: TestType,
  values: Items | Uint8Array,
  field = fieldOf(type.dtype),
): Uint8Array {
  const { dtype } = type;
  const numbers = values instanceof Uint8Array ? [] : values.map(Number);
  const content = {
    1: () => bytes(1, floats(numbers)),
    2: () => packed(1, numbers),
    3: () => packed(1, numbers),
    4: () => concat(...(values as readonly string[]).map((value) => text(1, value))),
    5: () => packed(1, numbers),
    6: () => bytes(1, doubles(numbers)),
    7: () => bytes(1, values instanceof Uint8Array ? values : rawBytes(dtype, numbers)),
  }[field];
  if (content === undefined) throw new Error(`no field ${field}`);
  return concat(bytes(2, tensorType(type)), bytes(3, bytes(1, bytes(field, content()))));
}

function fieldOf(dtype: TestType['dtype']): number {
  if (dtype === 'fp32') return 1;
  if (dtype === 'int32' || dtype === 'int16' || dtype === 'uint16') return 2;
  if (dtype === 'bool') return 3;
  if (dtype === 'string') return 4;
  if (dtype === 'int64') return 5;
  return dtype === 'fp64' ? 6 : 7;
}

export function blobValue(
  type: TestType,
  offset: number,
  file = '@model_path/weights/weight.bin',
): Uint8Array {
  return concat(bytes(2, tensorType(type)), bytes(5, text(1, file), integer(2, offset)));
}

const BITS: Partial<Record<TestDType, number>> = {
  int4: 4,
  uint4: 4,
  uint2: 2,
  uint1: 1,
  uint6: 6,
  uint3: 3,
};

/** Little-endian elements, those under eight bits packed from the lowest bit on. */
export function rawBytes(dtype: TestType['dtype'], values: readonly number[]): Uint8Array {
  if (typeof dtype === 'number') return Uint8Array.from(values);
  const bits = BITS[dtype];
  if (bits !== undefined) {
    const result = new Uint8Array(Math.ceil((values.length * bits) / 8));
    for (const [index, value] of values.entries()) {
      for (let bit = 0; bit < bits; bit++) {
        const at = index * bits + bit;
        if ((value >> bit) & 1) result[at >> 3] = (result[at >> 3] ?? 0) | (1 << (at & 7));
      }
    }
    return result;
  }
  switch (dtype) {
    case 'fp16':
      return new Uint8Array(Uint16Array.from(values, halfBits).buffer);
    case 'fp32':
      return floats(values);
    case 'int16':
    case 'uint16':
      return new Uint8Array(Int16Array.from(values).buffer);
    case 'int32':
    case 'uint32':
      return new Uint8Array(Int32Array.from(values).buffer);
    default:
      return Uint8Array.from(values);
  }
}

/** Patterns of the few halves that tests write: multiples of 1/16 of moderate size, and powers of two. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.round((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

export interface TestBlob {
  readonly code: number;
  readonly data: Uint8Array;
  readonly padding?: number;
}

export interface TestWeights {
  readonly file: Uint8Array;
  /** Where the metadata of each blob begins. */
  readonly offsets: readonly number[];
}

export function weightFile(blobs: readonly TestBlob[], count = blobs.length): TestWeights {
  const offsets: number[] = [];
  let file = new Uint8Array(64);
  new DataView(file.buffer).setUint32(0, count, true);
  new DataView(file.buffer).setUint32(4, 2, true);
  for (const { code, data, padding = 0 } of blobs) {
    const offset = Math.ceil(file.length / 64) * 64;
    const record = new DataView(new ArrayBuffer(64));
    record.setUint32(0, 0xdeadbeef, true);
    record.setUint32(4, code, true);
    record.setBigUint64(8, BigInt(data.length), true);
    record.setBigUint64(16, BigInt(offset + 64), true);
    record.setBigUint64(24, BigInt(padding), true);
    const gap = new Uint8Array(offset - file.length);
    file = new Uint8Array(concat(file, gap, new Uint8Array(record.buffer), data));
    offsets.push(offset);
  }
  return { file, offsets };
}
