/** What passes ask of constants: one number, all their elements, exactness of a dtype. */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import type { Graph, Value } from '../../../ir/graph.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { AttributeMap, OpDefinition } from '../../../ir/define.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { scalarTensor, toNumbers } from '../../../ir/tensor.ts';
import { DTYPES } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import { namedOperands } from '../../../ir/operands.ts';
import type { Builder } from '../../rewrite.ts';
import { keepsOrder } from './axes.ts';
import { constantOf } from './constant-folding.ts';

export function isConstant(value: Value | undefined): boolean {
  return value?.constant !== undefined;
}

/** All elements of a small constant; undefined if they are not in memory or not exact as numbers. */
export function elementsOf(value: Value | undefined): readonly number[] | undefined {
  const tensor = value?.constant === undefined ? undefined : inlineValue(value.constant);
  if (tensor === undefined) return undefined;
  try {
    return toNumbers(tensor);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A new constant that an op gives of constant values. */
export function computed(
  graph: Graph,
  op: OpDefinition,
  operands: readonly Value[],
  attributes: AttributeMap = {},
): Value {
  const filled: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(op.attributes)) {
    filled[name] = attributes[name] ?? spec.default;
  }
  const constants = operands.map(({ constant }) => {
    if (constant === undefined) throw new Error(`${op.name} of a value that is no constant`);
    return constant;
  });
  const perm = op === transpose ? (filled['perm'] as readonly number[]) : undefined;
  const [source] = constants;
  if (perm !== undefined && source !== undefined && keepsOrder(source.type.shape, perm)) {
    const shape = perm.map((axis) => source.type.shape[axis] ?? 1);
    return computed(graph, reshape, operands, { shape });
  }
  const constant = constantOf(op, constants, filled);
  const same = operands.find((operand) => operand.constant === constant);
  const name = hasTrait(op, 'view') ? operands[0]?.name : undefined;
  return same ?? graph.addConstant(constant, name);
}

/** The result of an op: a constant where all operands are, else that of a new node. */
export function applied(
  builder: Builder,
  op: OpDefinition,
  operands: readonly Value[],
  attributes: AttributeMap = {},
): Value {
  if (operands.every(isConstant)) return computed(builder.graph, op, operands, attributes);
  const [value] = builder.node(op, namedOperands(op, operands), attributes);
  if (value === undefined) throw new Error(`${op.name} has no result`);
  return value;
}

/** The value itself where it has the dtype already. */
export function casted(builder: Builder, value: Value, dtype: DType): Value {
  return value.type.dtype === dtype ? value : applied(builder, cast, [value], { to: dtype });
}

export function scalarConstant(graph: Graph, dtype: DType, value: number): Value {
  return graph.addConstant(dataConstant(scalarTensor(dtype, value)));
}

/** Significant bits of whole numbers that each float holds without rounding. */
const MANTISSA: Partial<Record<DType, number>> = { f64: 53, f32: 24, f16: 11, bf16: 8 };

/** Every number of dtype `inner` is also one of `outer`. */
export function holdsAll(outer: DType, inner: DType): boolean {
  if (outer === inner || inner === 'bool') return true;
  if (outer === 'bool') return false;
  const [large, small] = [DTYPES[outer], DTYPES[inner]];
  if (small.kind === 'float') {
    if (large.kind !== 'float' || large.bits <= small.bits) return false;
    return !(outer === 'f16' || outer === 'bf16');
  }
  if (large.kind === 'float') {
    const bits = small.kind === 'int' ? small.bits - 1 : small.bits;
    return bits <= (MANTISSA[outer] ?? 0);
  }
  if (large.kind === small.kind) return large.bits >= small.bits;
  return large.kind === 'int' && large.bits > small.bits;
}
