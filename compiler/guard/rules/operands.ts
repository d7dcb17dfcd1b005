/** What rules ask of a node: bounds of its operands, and sizes. */

import type { Node, Value } from '../../../ir/graph.ts';
import { isStaticType } from '../../../ir/types.ts';
import { UNKNOWN } from '../range.ts';
import type { Range } from '../range.ts';
import type { RangeContext } from './rule.ts';

export function operandRanges(node: Node, { range }: RangeContext): readonly Range[] {
  return node.operands.map((operand) => (operand === undefined ? UNKNOWN : range(operand)));
}

/** Dims are bound where the guard runs. */
export function sizesOf(value: Value | undefined): readonly number[] {
  if (value === undefined) return [];
  const { type } = value;
  if (!isStaticType(type)) throw new Error('the guard needs every size');
  return type.shape;
}
