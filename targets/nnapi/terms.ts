/** What operations read, with known shapes, and how types of the IR are carried in NNAPI. */

import type { Constant } from '../../ir/constant.ts';
import { dataConstant } from '../../ir/constant.ts';
import type { AttributeMap, OpDefinition } from '../../ir/define.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { DType, StaticTensorType } from '../../ir/types.ts';
import { elementCount } from '../../ir/types.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import type { Immediate, NnValue, OperandCode, OperandType, Weight } from './syntax.ts';

/** A tensor that an operation reads. */
export type Term = NnValue | Weight;

/** The most axes that the operations take. */
export const MAX_RANK = 4;

/** Undefined where NNAPI has nothing that holds the numbers; integers of every width go as 32 bits. */
export function carrierCode(dtype: DType): OperandCode | undefined {
  switch (dtype) {
    case 'f32':
      return 'TENSOR_FLOAT32';
    case 'f16':
      return 'TENSOR_FLOAT16';
    case 'bool':
      return 'TENSOR_BOOL8';
    case 'f64':
    case 'bf16':
    case 'u64':
      return undefined;
    default:
      return 'TENSOR_INT32';
  }
}

/** A scalar is carried as one element of rank 1; of more than four axes the first are merged. */
export function carrierShape(shape: readonly number[]): readonly number[] {
  if (shape.length === 0) return [1];
  if (shape.length <= MAX_RANK) return shape;
  const merged = shape.length - MAX_RANK + 1;
  return [elementCount(shape.slice(0, merged)), ...shape.slice(merged)];
}

export function carrierType({ dtype, shape }: StaticTensorType): OperandType | undefined {
  const code = carrierCode(dtype);
  return code === undefined ? undefined : typed(code, carrierShape(shape));
}

export function typed(code: OperandCode, shape: readonly number[]): OperandType {
  return { code, shape, scale: 0, zeroPoint: 0 };
}

/** The same kind of tensor under another shape. */
export function reshaped(x: Term, shape: readonly number[]): OperandType {
  return { ...x.type, shape };
}

export function isWeight(term: Term): term is Weight {
  return 'kind' in term;
}

export function shapeOf(term: Term): readonly number[] {
  return term.type.shape;
}

export function codeOf(term: Term): OperandCode {
  return term.type.code;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

// ---- what stands in the program -----------------------------------------------------------------

function scalar(code: OperandCode, value: number | boolean): Immediate {
  return { kind: 'immediate', type: typed(code, []), values: [value] };
}

export function int(value: number): Immediate {
  return scalar('INT32', value);
}

export function bool(value: boolean): Immediate {
  return scalar('BOOL', value);
}

/** A number beside a tensor: of 16 bits where that has as many. */
export function numberFor(x: Term, value: number): Immediate {
  return scalar(codeOf(x) === 'TENSOR_FLOAT16' ? 'FLOAT16' : 'FLOAT32', value);
}

export function ints(values: readonly number[]): Immediate {
  return { kind: 'immediate', type: typed('TENSOR_INT32', [values.length]), values };
}

/** Rows of two: what stands before and after each axis. */
export function pairs(values: readonly (readonly [number, number])[]): Immediate {
  return {
    kind: 'immediate',
    type: typed('TENSOR_INT32', [values.length, 2]),
    values: values.flat(),
  };
}

/** One number as a tensor of the kind of `x`, for operations that take no scalars. */
export function numberLike(x: Term, value: number): Immediate {
  return { kind: 'immediate', type: typed(codeOf(x), [1]), values: [value] };
}

export const FUSED_NONE = int(0);

// ---- weights ------------------------------------------------------------------------------------

export function weight(constant: Constant, code: OperandCode): Weight {
  return { kind: 'weight', type: typed(code, carrierShape(constant.type.shape)), constant };
}

/** The weight that an op makes of one. */
export function derived({ constant, type }: Weight, op: OpDefinition, attributes: AttributeMap) {
  return weight(constantOf(op, [constant], attributes), type.code);
}

/** One number for each place, all zero. */
export function zeros(x: Term, count: number): Weight {
  const dtype = codeOf(x) === 'TENSOR_FLOAT16' ? 'f16' : 'f32';
  const source = { kind: 'splat', value: 0 } as const;
  return weight({ type: { dtype, shape: [count] }, source }, codeOf(x));
}

export function integerTable(values: readonly number[]): Weight {
  return weight(dataConstant(tensorFrom('i32', [values.length], values)), 'TENSOR_INT32');
}
