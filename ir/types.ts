/** Tensor types: element type and shape, with the facts about each dtype in one table. */

import { dimEquals, isStatic, printDim } from './dim.ts';
import type { Dim } from './dim.ts';

interface DTypeFacts {
  readonly kind: 'float' | 'int' | 'uint' | 'bool';
  readonly bits: number;
}

/** Bits are those of storage in a weight file; bool takes a byte there. */
export const DTYPES = {
  f64: { kind: 'float', bits: 64 },
  f32: { kind: 'float', bits: 32 },
  f16: { kind: 'float', bits: 16 },
  bf16: { kind: 'float', bits: 16 },
  i64: { kind: 'int', bits: 64 },
  i32: { kind: 'int', bits: 32 },
  i16: { kind: 'int', bits: 16 },
  i8: { kind: 'int', bits: 8 },
  i4: { kind: 'int', bits: 4 },
  u64: { kind: 'uint', bits: 64 },
  u32: { kind: 'uint', bits: 32 },
  u16: { kind: 'uint', bits: 16 },
  u8: { kind: 'uint', bits: 8 },
  u4: { kind: 'uint', bits: 4 },
  bool: { kind: 'bool', bits: 8 },
} as const satisfies Record<string, DTypeFacts>;

export type DType = keyof typeof DTYPES;

export function isDType(name: string): name is DType {
  return Object.hasOwn(DTYPES, name);
}

const ALL_DTYPES = Object.keys(DTYPES).filter(isDType);
export const FLOATS: readonly DType[] = ALL_DTYPES.filter((d) => DTYPES[d].kind === 'float');
export const INTEGERS: readonly DType[] = ALL_DTYPES.filter(
  (d) => DTYPES[d].kind === 'int' || DTYPES[d].kind === 'uint',
);
export const NUMBERS: readonly DType[] = [...FLOATS, ...INTEGERS];
export const BOOLS: readonly DType[] = ['bool'];
export const ANY: readonly DType[] = ALL_DTYPES;

export interface TensorType {
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

export interface StaticTensorType extends TensorType {
  readonly shape: readonly number[];
}

export function tensorType(dtype: DType, shape: readonly number[]): StaticTensorType;
export function tensorType(dtype: DType, shape: readonly Dim[]): TensorType;
export function tensorType(dtype: DType, shape: readonly Dim[]): TensorType {
  return { dtype, shape };
}

export function isStaticType(type: TensorType): type is StaticTensorType {
  return isStatic(type.shape);
}

export function typeEquals(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && shapeEquals(a.shape, b.shape);
}

export function shapeEquals(a: readonly Dim[], b: readonly Dim[]): boolean {
  return (
    a.length === b.length &&
    a.every((dim, index) => {
      const other = b[index];
      return other !== undefined && dimEquals(dim, other);
    })
  );
}

/** `f32[1,4,2*h]` */
export function printType(type: TensorType): string {
  return `${type.dtype}[${type.shape.map(printDim).join(',')}]`;
}

/** Number of elements; 1 for rank 0. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/** Bytes in a weight file; sub-byte types are packed and rounded up to whole bytes. */
export function byteSize(type: StaticTensorType): number {
  return Math.ceil((elementCount(type.shape) * DTYPES[type.dtype].bits) / 8);
}
