/** Tensor values on the host: typed arrays with dtype and shape, and exact conversions. */

import { toBig, toStorage } from './element.ts';
import { roundToFloat16 } from './float16.ts';
import { roundFloatsToHalves } from './half-arrays.ts';
import { elementCount } from './types.ts';
import type { DType, StaticTensorType } from './types.ts';

export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;
export type BigArray = BigInt64Array | BigUint64Array;
export type TensorData = NumberArray | BigArray;

/** Storage of any dtype, for code that moves or compares elements without computing with them. */
export interface Elements {
  readonly length: number;
  [index: number]: number | bigint;
}

/**
 * f16 and bf16 live in a Float32Array whose values are rounded to their format; i4 and u4 take a byte
 * each; bool is 0 or 1 in a Uint8Array; 64-bit integers are exact BigInts.
 */
export interface Tensor extends StaticTensorType {
  readonly data: TensorData;
}

/** The array of each dtype. */
export const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  f16: Float32Array,
  bf16: Float32Array,
  i64: BigInt64Array,
  i32: Int32Array,
  i16: Int16Array,
  i8: Int8Array,
  i4: Int8Array,
  u64: BigUint64Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
  u4: Uint8Array,
  bool: Uint8Array,
} as const satisfies Record<DType, unknown>;

/** A tensor of zeros. */
export function allocate(dtype: DType, shape: readonly number[]): Tensor {
  return { dtype, shape, data: new ARRAYS[dtype](elementCount(shape)) };
}

/** Wraps data that is already in the storage form of `dtype`. */
export function tensor(dtype: DType, shape: readonly number[], data: TensorData): Tensor {
  if (data.length !== elementCount(shape)) {
    throw new Error(`${data.length} elements for shape [${shape.join(',')}]`);
  }
  if (!(data instanceof ARRAYS[dtype])) throw new Error(`wrong array for ${dtype}`);
  return { dtype, shape, data };
}

/** Builds a tensor from numbers, rounding or wrapping each to the dtype. */
export function tensorFrom(
  dtype: DType,
  shape: readonly number[],
  values: Iterable<number | bigint>,
): Tensor {
  const result = allocate(dtype, shape);
  let index = 0;
  for (const value of values) setElement(result, index++, value);
  if (index !== result.data.length) {
    throw new Error(`${index} elements for shape [${shape.join(',')}]`);
  }
  return result;
}

export function scalarTensor(dtype: DType, value: number | bigint): Tensor {
  return tensorFrom(dtype, [], [value]);
}

/** The element storage of every dtype but the 64-bit integers. */
export function numbers(value: Tensor): NumberArray {
  if (value.data instanceof BigInt64Array || value.data instanceof BigUint64Array) {
    throw new Error(`${value.dtype} has no number storage`);
  }
  return value.data;
}

/**
 * The bits of the elements as unsigned integers: for moving them, bit for bit, through loops that see few
 * kinds of array.
 */
export function rawElements({ data }: Tensor): Elements {
  const { buffer, byteOffset, length } = data;
  switch (data.BYTES_PER_ELEMENT) {
    case 1:
      return new Uint8Array(buffer, byteOffset, length);
    case 2:
      return new Uint16Array(buffer, byteOffset, length);
    case 4:
      return new Uint32Array(buffer, byteOffset, length);
    default:
      return new BigUint64Array(buffer, byteOffset, length);
  }
}

/** Storing a double in an array of this dtype rounds it by itself, without setElement. */
export function roundsByStoring(dtype: DType): boolean {
  return dtype === 'f32' || dtype === 'f64';
}

/** Stores a run of numbers, each rounded once to the dtype. */
export function storeNumbers(target: Tensor, start: number, values: NumberArray): void {
  const { data, dtype } = target;
  if (data instanceof Float32Array && dtype === 'f32') {
    for (let index = 0; index < values.length; index++) data[start + index] = values[index] ?? 0;
  } else if (data instanceof Float32Array && dtype === 'f16') {
    for (let index = 0; index < values.length; index++) {
      data[start + index] = roundToFloat16(values[index] ?? 0);
    }
  } else if (roundsByStoring(dtype)) {
    numbers(target).set(values, start);
  } else {
    for (let index = 0; index < values.length; index++) {
      setElement(target, start + index, values[index] ?? 0);
    }
  }
}

export function isBig(dtype: DType): boolean {
  return dtype === 'i64' || dtype === 'u64';
}

/** All elements as numbers; 64-bit integers outside the safe range throw a RangeError. */
export function toNumbers(value: Tensor): number[] {
  return Array.from(value.data, (element: number | bigint) => {
    const number = Number(element);
    if (typeof element === 'bigint' && !Number.isSafeInteger(number)) {
      throw new RangeError(`${element} is not exact as a number`);
    }
    return number;
  });
}

export function getElement(value: Tensor, index: number): number | bigint {
  const element = value.data[index];
  if (element === undefined) throw new RangeError(`no element ${index}`);
  return element;
}

/** Stores one element: floats round to nearest even, integers take the low bits, bool is "not zero". */
export function setElement(target: Tensor, index: number, element: number | bigint): void {
  const { data, dtype } = target;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    data[index] = toBig(element);
  } else {
    data[index] = toStorage(dtype, element);
  }
}

/** Copies elements between tensors of one dtype: result[i] = source[offsets(i)], or `fill` where negative. */
export function takeElements(
  source: Tensor,
  shape: readonly number[],
  offset: (index: number) => number,
  fill: number | bigint = 0,
): Tensor {
  const result = allocate(source.dtype, shape);
  const size = result.data.length;
  for (let index = 0; index < size; index++) {
    const from = offset(index);
    setElement(result, index, from < 0 ? fill : getElement(source, from));
  }
  return result;
}

/** Same data under another shape. */
export function withShape(value: Tensor, shape: readonly number[]): Tensor {
  return tensor(value.dtype, shape, value.data);
}

/** Conversion by the rules of ONNX Cast: floats truncate towards zero, integers wrap, NaN to bool is true. */
export function castTensor(value: Tensor, dtype: DType): Tensor {
  if (value.dtype === dtype) return value;
  // Halves are kept as f32 already.
  if (dtype === 'f32' && ARRAYS[value.dtype] === ARRAYS.f32) return { ...value, dtype };
  const result = allocate(dtype, value.shape);
  if (roundsByStoring(dtype) && !isBig(value.dtype)) {
    numbers(result).set(numbers(value));
    return result;
  }
  if (
    dtype === 'f16' &&
    value.data instanceof Float32Array &&
    result.data instanceof Float32Array
  ) {
    roundFloatsToHalves(value.data, result.data);
    return result;
  }
  const size = result.data.length;
  for (let index = 0; index < size; index++) setElement(result, index, getElement(value, index));
  return result;
}

/** Row-major strides in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = Array.from(shape, () => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  }
  return strides;
}
