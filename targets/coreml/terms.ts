/** What operations read: values and literals with known shapes, and how types of the IR are carried in MIL. */

import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { OpDefinition, AttributeMap } from '../../ir/define.ts';
import { isStatic } from '../../ir/dim.ts';
import { broadcastShapes } from '../../ir/shapes.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { DType, StaticTensorType } from '../../ir/types.ts';
import { elementCount } from '../../ir/types.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import type { Immediate, Literal, MilDType, MilType, MilValue, Weight } from './syntax.ts';

export type Term = MilValue | Literal;

/** A type whose dims are all known, as lowering needs them. */
export interface StaticType extends MilType {
  readonly shape: readonly number[];
}

/** The most axes that the operations take. */
export const MAX_RANK = 5;

/**
 * How numbers of the IR are carried: integers of every width as int32, since hardly any operation takes others.
 * Undefined where MIL has nothing that holds them.
 */
export function carrierDType(dtype: DType): MilDType | undefined {
  switch (dtype) {
    case 'f32':
      return 'fp32';
    case 'f16':
      return 'fp16';
    case 'bool':
      return 'bool';
    case 'f64':
    case 'bf16':
    case 'u64':
      return undefined;
    default:
      return 'int32';
  }
}

/** A scalar is carried as one element of rank 1; of more than five axes the first are merged. */
export function carrierShape(shape: readonly number[]): readonly number[] {
  if (shape.length === 0) return [1];
  if (shape.length <= MAX_RANK) return shape;
  const merged = shape.length - MAX_RANK + 1;
  return [elementCount(shape.slice(0, merged)), ...shape.slice(merged)];
}

export function isLiteral(term: Term): term is Literal {
  return 'kind' in term;
}

export function shapeOf(term: Term): readonly number[] {
  return term.type.shape.map((dim) => {
    if (dim === undefined) throw new Error('a lowered value has a known shape');
    return dim;
  });
}

export function dtypeOf(term: Term): MilDType {
  return term.type.dtype;
}

export function isFloat(dtype: MilDType): boolean {
  return dtype === 'fp16' || dtype === 'fp32';
}

/** The shape that all of them broadcast to. */
export function jointShape(...terms: readonly Term[]): readonly number[] {
  const joint = broadcastShapes(terms.map(shapeOf));
  if (!isStatic(joint)) throw new Error('known shapes broadcast to a known shape');
  return joint;
}

// ---- literals -----------------------------------------------------------------------------------

function immediate(
  dtype: MilDType,
  shape: readonly number[],
  values: Immediate['values'],
): Immediate {
  return { kind: 'immediate', type: { dtype, shape }, values };
}

export function scalar(dtype: MilDType, value: number | boolean): Immediate {
  return immediate(dtype, [], [value]);
}

export function int(value: number): Immediate {
  return scalar('int32', value);
}

export function ints(values: readonly number[]): Immediate {
  return immediate('int32', [values.length], values);
}

export function bool(value: boolean): Immediate {
  return scalar('bool', value);
}

export function text(value: string): Immediate {
  return immediate('string', [], [value]);
}

const STORED: Partial<Record<MilDType, DType>> = {
  fp16: 'f16',
  fp32: 'f32',
  int32: 'i32',
  int8: 'i8',
  uint8: 'u8',
  bool: 'bool',
};

/** A tensor of numbers that the compiler works out itself. */
export function table(
  dtype: MilDType,
  shape: readonly number[],
  values: readonly number[],
): Weight {
  const stored = STORED[dtype];
  if (stored === undefined) throw new Error(`no table of ${dtype}`);
  return weight(dataConstant(tensorFrom(stored, shape, values)), dtype);
}

export function weight(constant: Constant, dtype: MilDType): Weight {
  return { kind: 'weight', type: { dtype, shape: constant.type.shape }, constant };
}

/** The weight that an op makes of one. */
export function derived(
  { constant, type }: Weight,
  op: OpDefinition,
  attributes: AttributeMap,
): Weight {
  return weight(constantOf(op, [constant], attributes), type.dtype);
}

export function typed(dtype: MilDType, shape: readonly number[]): StaticType {
  return { dtype, shape };
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

export function carrierType({ dtype, shape }: StaticTensorType): StaticType | undefined {
  const carrier = carrierDType(dtype);
  return carrier === undefined ? undefined : typed(carrier, carrierShape(shape));
}
