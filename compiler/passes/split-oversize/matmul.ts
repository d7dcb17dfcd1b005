/** Rows of a product come from rows of its left side; a right side that is too large is cut by columns. */

import { builtinOps } from '../../../ir/ops/index.ts';
import { viewAs } from '../shared/nodes.ts';
import { shapeOf, sliceAxis } from './strips.ts';
import type { StripRule, WideRule } from './strips.ts';

export const matmulRule: StripRule = ({ builder, node, rows }) => {
  const view = viewAs(builtinOps.matmul, node);
  if (view === undefined) return undefined;
  const { attributes, operands } = view;
  const { a, b } = operands;
  const whole = shapeOf(b)
    .slice(0, -2)
    .every((size) => size === 1);
  if (shapeOf(a).length !== 3 || attributes.transpose_a || !whole) return undefined;
  return (range) => builder.matmul({ a: rows(a, range), b }, attributes);
};

export const wideMatmul: WideRule = (builder, node, parts) => {
  const view = viewAs(builtinOps.matmul, node);
  if (view === undefined) return undefined;
  const { attributes, operands } = view;
  const { a, b } = operands;
  if (b.constant === undefined) return undefined;
  const rank = shapeOf(b).length;
  const axis = attributes.transpose_b ? rank - 2 : rank - 1;
  const columns = shapeOf(b)[axis] ?? 1;
  const size = 4 * Math.ceil(columns / parts / 4);
  if (size >= columns) return undefined;
  const inputs = Array.from({ length: Math.ceil(columns / size) }, (_, index) => {
    const end = Math.min(columns, (index + 1) * size);
    return builder.matmul({ a, b: sliceAxis(builder, b, axis, index * size, end) }, attributes);
  });
  return builder.concat({ inputs }, { axis: -1 });
};
