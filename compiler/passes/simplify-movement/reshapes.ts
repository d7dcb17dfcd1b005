/** Reshapes that move down, so that what computes stands next to what computes. */

import { hasTrait } from '../../../ir/define.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { resultOf } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import type { Dim } from '../../../ir/dim.ts';
import { dimEquals } from '../../../ir/dim.ts';
import { shapeEquals } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { reshapeGroups } from '../shared/axes.ts';
import type { AxisGroup } from '../shared/axes.ts';
import { applied } from '../shared/constants.ts';
import { producedBy, producersOf, soleUser, typesWith } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

/** Pointwise ops on reshaped operands, constants and single numbers compute in the earlier shape. */
export const reshapeThroughPointwise: Simplification = (node, { graph, build }) => {
  if (!hasTrait(node.op, 'pointwise')) return undefined;
  const { shape } = resultOf(node).type;
  const views = node.operands.map((operand) => soleReshape(graph, operand, node));
  const first = views.find((view) => view && shapeEquals(view.result.type.shape, shape));
  const before = first?.operands.input.type.shape;
  const groups = before && reshapeGroups(before, shape);
  if (before === undefined || groups === undefined) return undefined;
  const makers = node.operands.map((operand, index) => {
    const view = views[index];
    const same = view && shapeEquals(view.operands.input.type.shape, before);
    if (same === true && shapeEquals(view.result.type.shape, shape))
      return () => view.operands.input;
    return operand && inEarlierShape(operand, before, shape, groups);
  });
  if (node.operands.some((operand, index) => operand !== undefined && !makers[index])) {
    return undefined;
  }
  const builder = build(...producersOf(views.map((view) => view?.result)));
  const operands = makers.map((make) => make?.(builder));
  if (typesWith(node, operands) === undefined) return undefined;
  const [value] = builder.node(node.op, namedOperands(node.op, operands), node.attributes);
  return value && builder.reshape({ input: value }, { shape });
};

function soleReshape(graph: Graph, operand: Value | undefined, reader: Node) {
  const view = producedBy(reshape, operand);
  return view !== undefined && soleUser(graph, view.result) === reader ? view : undefined;
}

/** A constant that broadcasts to the later shape as one that broadcasts alike to the earlier one. */
export function inEarlierShape(
  operand: Value,
  before: readonly Dim[],
  after: readonly Dim[],
  groups: readonly AxisGroup[],
): ((builder: Builder) => Value) | undefined {
  const { shape } = operand.type;
  if (shape.every((dim) => dim === 1)) return () => operand;
  if (operand.constant === undefined) return undefined;
  const full = [...Array.from({ length: after.length - shape.length }, () => 1), ...shape];
  const earlier: Dim[] = [];
  for (const { input, result } of groups) {
    const dims = result.map((axis) => full[axis] ?? 1);
    if (dims.every((dim) => dim === 1)) earlier.push(...input.map(() => 1));
    else if (dims.every((dim, index) => dimEquals(dim, after[result[index] ?? 0] ?? 1))) {
      earlier.push(...input.map((axis) => before[axis] ?? 1));
    } else return undefined;
  }
  const first = earlier.findIndex((dim) => dim !== 1);
  return (builder) => applied(builder, reshape, [operand], { shape: earlier.slice(first) });
}
