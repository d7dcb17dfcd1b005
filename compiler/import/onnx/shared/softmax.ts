/** Before version 13 softmax and its kin work on the matrix that the input makes when it is cut at `axis`. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { dimProduct } from '../../../../ir/dim.ts';
import type { Value } from '../../../../ir/graph.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import type { RuleContext } from '../rule.ts';
import { reshaped } from '../shared/tensors.ts';

/** Applies `along` to the axis, or to the columns of the matrix in old versions. */
export function alongRows(node: RuleContext, along: (input: Value, axis: number) => Value): Value {
  const input = node.input(0);
  const { shape } = input.type;
  const matrix = node.opset < 13;
  const axis = normalizeAxis(node.attributes.int('axis', matrix ? 1 : -1), shape.length);
  if (!matrix || axis === shape.length - 1) return along(input, axis);
  const m = arithmetic(node.b);
  const rows = dimProduct(shape.slice(0, axis));
  const cut = m.reshape(input, [rows, dimProduct(shape.slice(axis))]);
  return reshaped(m, along(cut, 1), shape);
}
