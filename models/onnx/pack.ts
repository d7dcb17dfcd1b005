/** Packs numbers into the little-endian raw data of an ONNX tensor. */

import { DTYPES } from './dtypes.ts';
import type { DType, Scalar } from './dtypes.ts';
import { bfloat16Bits, float16Bits } from './float16.ts';

type Put = (view: DataView, offset: number, value: Scalar) => void;

const putByte: Put = (view, offset, value) => view.setUint8(offset, Number(value));
const putShort: Put = (view, offset, value) => view.setUint16(offset, Number(value), true);
const putInt: Put = (view, offset, value) => view.setUint32(offset, Number(value), true);
const putLong: Put = (view, offset, value) => view.setBigInt64(offset, BigInt(value), true);
const putFloat: Put = (view, offset, value) => view.setFloat32(offset, Number(value), true);
const putDouble: Put = (view, offset, value) => view.setFloat64(offset, Number(value), true);

/** Bytes per put and the put; 8-bit floats and 4-bit types are given as bit patterns. */
const PUT: Record<Exclude<DType, 'string' | 'u4' | 'i4' | 'f4e2m1'>, readonly [number, Put]> = {
  f32: [4, putFloat],
  f64: [8, putDouble],
  f16: [2, (view, offset, value) => view.setUint16(offset, float16Bits(Number(value)), true)],
  bf16: [2, (view, offset, value) => view.setUint16(offset, bfloat16Bits(Number(value)), true)],
  u8: [1, putByte],
  i8: [1, putByte],
  bool: [1, putByte],
  u16: [2, putShort],
  i16: [2, putShort],
  u32: [4, putInt],
  i32: [4, putInt],
  u64: [8, putLong],
  i64: [8, putLong],
  c64: [4, putFloat],
  c128: [8, putDouble],
  f8e4m3fn: [1, putByte],
  f8e4m3fnuz: [1, putByte],
  f8e5m2: [1, putByte],
  f8e5m2fnuz: [1, putByte],
};

export function packRaw(dtype: DType, values: readonly Scalar[]): Uint8Array {
  if (dtype === 'string') throw new TypeError('strings have no raw form');
  if (dtype === 'u4' || dtype === 'i4' || dtype === 'f4e2m1') return packNibbles(values);
  const [size, put] = PUT[dtype];
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) put(view, index * size, value);
  return bytes;
}

/** Two elements per byte, the first one in the low half. */
function packNibbles(values: readonly Scalar[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 2));
  for (const [index, value] of values.entries()) {
    const nibble = Number(value) & 0xf;
    const at = index >> 1;
    bytes[at] = (bytes[at] ?? 0) | (index % 2 === 0 ? nibble : nibble << 4);
  }
  return bytes;
}

/** The values of a typed field: 16-bit floats as bit patterns, 4-bit values two per entry. */
export function typedFieldValues(
  dtype: DType,
  values: readonly Scalar[],
): readonly (number | bigint)[] {
  switch (dtype) {
    case 'f16':
      return values.map((value) => float16Bits(Number(value)));
    case 'bf16':
      return values.map((value) => bfloat16Bits(Number(value)));
    case 'u4':
    case 'i4':
    case 'f4e2m1':
      return [...packNibbles(values)];
    default:
      return DTYPES[dtype].field === 'int64_data' || DTYPES[dtype].field === 'uint64_data'
        ? values.map((value) => BigInt(value))
        : values.map(Number);
  }
}
