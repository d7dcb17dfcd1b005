/** ONNX's element types: which dtype of the IR each one is, and where its values lie when they are not raw. */

import type { DType } from '../../../../ir/types.ts';

/** The repeated fields of TensorProto that hold values, by number. */
export const TYPED_FIELDS = {
  float_data: 4,
  int32_data: 5,
  string_data: 6,
  int64_data: 7,
  double_data: 10,
  uint64_data: 11,
} as const;
export type TypedField = keyof typeof TYPED_FIELDS;

export type DataType =
  | { readonly dtype: DType; readonly field: TypedField }
  /** Words for a type that the IR does not have. */
  | { readonly dtype?: undefined; readonly unsupported: string };

function known(dtype: DType, field: TypedField): DataType {
  return { dtype, field };
}

function unknown(unsupported: string): DataType {
  return { unsupported };
}

const DATA_TYPES: ReadonlyMap<number, DataType> = new Map([
  [1, known('f32', 'float_data')],
  [2, known('u8', 'int32_data')],
  [3, known('i8', 'int32_data')],
  [4, known('u16', 'int32_data')],
  [5, known('i16', 'int32_data')],
  [6, known('i32', 'int32_data')],
  [7, known('i64', 'int64_data')],
  [8, unknown('strings')],
  [9, known('bool', 'int32_data')],
  [10, known('f16', 'int32_data')],
  [11, known('f64', 'double_data')],
  [12, known('u32', 'uint64_data')],
  [13, known('u64', 'uint64_data')],
  [14, unknown('complex numbers (COMPLEX64)')],
  [15, unknown('complex numbers (COMPLEX128)')],
  [16, known('bf16', 'int32_data')],
  [17, unknown('8-bit floats (FLOAT8E4M3FN)')],
  [18, unknown('8-bit floats (FLOAT8E4M3FNUZ)')],
  [19, unknown('8-bit floats (FLOAT8E5M2)')],
  [20, unknown('8-bit floats (FLOAT8E5M2FNUZ)')],
  [21, known('u4', 'int32_data')],
  [22, known('i4', 'int32_data')],
  [23, unknown('4-bit floats (FLOAT4E2M1)')],
  [24, unknown('8-bit scales (FLOAT8E8M0)')],
  [25, unknown('2-bit integers (UINT2)')],
  [26, unknown('2-bit integers (INT2)')],
]);

export function dataTypeOf(code: number): DataType {
  return DATA_TYPES.get(code) ?? unknown(`an unknown type (${code})`);
}
