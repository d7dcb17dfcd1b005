/** ONNX element types: the compiler's names, ONNX's numbers, and how the values are stored. */

export interface DTypeFacts {
  /** TensorProto.DataType. */
  readonly code: number;
  /** Bits per element in raw data; strings have no raw form. */
  readonly bits: number;
  /** The typed field of TensorProto that may hold the values instead of raw data. */
  readonly field:
    'float_data' | 'int32_data' | 'int64_data' | 'double_data' | 'uint64_data' | 'string_data';
}

export const DTYPES = {
  f32: { code: 1, bits: 32, field: 'float_data' },
  u8: { code: 2, bits: 8, field: 'int32_data' },
  i8: { code: 3, bits: 8, field: 'int32_data' },
  u16: { code: 4, bits: 16, field: 'int32_data' },
  i16: { code: 5, bits: 16, field: 'int32_data' },
  i32: { code: 6, bits: 32, field: 'int32_data' },
  i64: { code: 7, bits: 64, field: 'int64_data' },
  string: { code: 8, bits: 0, field: 'string_data' },
  bool: { code: 9, bits: 8, field: 'int32_data' },
  f16: { code: 10, bits: 16, field: 'int32_data' },
  f64: { code: 11, bits: 64, field: 'double_data' },
  u32: { code: 12, bits: 32, field: 'uint64_data' },
  u64: { code: 13, bits: 64, field: 'uint64_data' },
  c64: { code: 14, bits: 64, field: 'float_data' },
  c128: { code: 15, bits: 128, field: 'double_data' },
  bf16: { code: 16, bits: 16, field: 'int32_data' },
  f8e4m3fn: { code: 17, bits: 8, field: 'int32_data' },
  f8e4m3fnuz: { code: 18, bits: 8, field: 'int32_data' },
  f8e5m2: { code: 19, bits: 8, field: 'int32_data' },
  f8e5m2fnuz: { code: 20, bits: 8, field: 'int32_data' },
  u4: { code: 21, bits: 4, field: 'int32_data' },
  i4: { code: 22, bits: 4, field: 'int32_data' },
  f4e2m1: { code: 23, bits: 4, field: 'int32_data' },
} as const satisfies Record<string, DTypeFacts>;

export type DType = keyof typeof DTYPES;

export type Scalar = number | bigint | boolean;

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Bytes of raw data; types below a byte are packed and the last byte is filled up. */
export function rawByteLength(dtype: DType, shape: readonly number[]): number {
  return Math.ceil((elementCount(shape) * DTYPES[dtype].bits) / 8);
}
