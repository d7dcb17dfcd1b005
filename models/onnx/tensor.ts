/** Tensors of a model file: dtype, shape and where the values stand (raw, typed field, external file). */

import { inMemory } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { DTYPES, elementCount } from './dtypes.ts';
import type { DType, Scalar } from './dtypes.ts';
import { packRaw } from './pack.ts';

export interface ExternalRange {
  /** Path relative to the model file, with forward slashes. */
  readonly location: string;
  readonly offset?: number;
  readonly length?: number;
}

export type TensorContent =
  | { readonly kind: 'raw'; readonly bytes: ByteSource }
  | { readonly kind: 'typed'; readonly values: readonly Scalar[] }
  | { readonly kind: 'strings'; readonly values: readonly string[] }
  | { readonly kind: 'external'; readonly range: ExternalRange };

export interface Tensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly content: TensorContent;
}

/** A tensor that lists only some of its elements; indices are linear, or one row of coordinates each. */
export interface SparseTensor {
  readonly shape: readonly number[];
  readonly values: Tensor;
  readonly indices: Tensor;
}

type Values = ArrayLike<number> | ArrayLike<bigint> | ArrayLike<boolean>;

/** A tensor with its values given as numbers; they are stored as raw data. */
export function tensor(
  name: string,
  dtype: DType,
  shape: readonly number[],
  values: Values,
): Tensor {
  const scalars = checked(name, dtype, shape, values);
  return rawTensor(name, dtype, shape, packRaw(dtype, scalars));
}

/** The same, stored in the typed field of its dtype (float_data, int32_data, ...). */
export function typedTensor(
  name: string,
  dtype: DType,
  shape: readonly number[],
  values: Values,
): Tensor {
  const scalars = checked(name, dtype, shape, values);
  return { name, dtype, shape, content: { kind: 'typed', values: scalars } };
}

/** Raw bytes exactly as they shall stand in the file, right or wrong. */
export function rawTensor(
  name: string,
  dtype: DType,
  shape: readonly number[],
  bytes: Uint8Array | ByteSource,
): Tensor {
  const source = bytes instanceof Uint8Array ? inMemory(bytes) : bytes;
  return { name, dtype, shape, content: { kind: 'raw', bytes: source } };
}

export function stringTensor(
  name: string,
  shape: readonly number[],
  values: readonly string[],
): Tensor {
  return { name, dtype: 'string', shape, content: { kind: 'strings', values } };
}

export function externalTensor(
  name: string,
  dtype: DType,
  shape: readonly number[],
  range: ExternalRange,
): Tensor {
  return { name, dtype, shape, content: { kind: 'external', range } };
}

function checked(
  name: string,
  dtype: DType,
  shape: readonly number[],
  values: Values,
): readonly Scalar[] {
  const perElement = dtype === 'c64' || dtype === 'c128' ? 2 : 1;
  const expected = elementCount(shape) * perElement;
  if (values.length !== expected || DTYPES[dtype].bits === 0) {
    throw new RangeError(
      `tensor "${name}" of ${dtype}[${shape.join(',')}] takes ${expected} values, not ${values.length}`,
    );
  }
  return Array.from<Scalar>(values);
}
