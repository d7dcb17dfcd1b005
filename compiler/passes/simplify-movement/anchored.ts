/** Reshapes that move below what a kernel before them can compute along with its result. */

import { hasTrait } from '../../../ir/define.ts';
import type { Trait } from '../../../ir/define.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { resultOf } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { shapeEquals } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { reshapeGroups } from '../shared/axes.ts';
import { reshaped } from '../shared/layout.ts';
import { producedBy, soleUser, typesWith } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { inEarlierShape } from './reshapes.ts';

/** Families of ops after which pointwise nodes of the same shape fuse. */
const ANCHORS: readonly Trait[] = ['contraction', 'normalization', 'attention', 'reduction'];

/** How many pointwise nodes away the anchor may be. */
const MAX_DISTANCE = 8;

/**
 * A pointwise op reads a reshaped result of such an op, and a value that is not: it computes in the shape of
 * that result, since reshaping the other value costs nothing and a kernel of its own would.
 */
export const pointwiseToAnchor: Simplification = (node, { graph, build }) => {
  if (!hasTrait(node.op, 'pointwise')) return undefined;
  const { shape } = resultOf(node).type;
  const views = node.operands.map((operand) => {
    const view = producedBy(reshape, operand);
    return view !== undefined && soleUser(graph, view.result) === node ? view : undefined;
  });
  const view = views.find(
    (item) =>
      item !== undefined &&
      shapeEquals(item.result.type.shape, shape) &&
      isAnchored(graph, item.operands.input, MAX_DISTANCE),
  );
  if (view === undefined) return undefined;
  const others = node.operands.filter((operand) => operand !== view.result);
  // It fuses with that operand's kernel as it is.
  if (others.some((other) => other !== undefined && isAnchored(graph, other, MAX_DISTANCE))) {
    return undefined;
  }
  const before = view.operands.input.type.shape;
  const groups = reshapeGroups(before, shape);
  const makers = node.operands.map((operand) => {
    if (operand === undefined) return undefined;
    if (operand === view.result) return () => view.operands.input;
    if (operand.constant === undefined && shapeEquals(operand.type.shape, shape)) {
      return (builder: Builder) => reshaped(builder, operand, before);
    }
    return groups && inEarlierShape(operand, before, shape, groups);
  });
  if (node.operands.some((operand, index) => operand !== undefined && !makers[index])) {
    return undefined;
  }
  const builder = build(view.node);
  const operands = makers.map((make) => make?.(builder));
  if (typesWith(node, operands) === undefined) return undefined;
  const [value] = builder.node(node.op, namedOperands(node.op, operands), node.attributes);
  return value && builder.reshape({ input: value }, { shape });
};

/** Whether a value that one node reads comes from an anchor, pointwise nodes of its shape aside. */
function isAnchored(graph: Graph, value: Value, distance: number): boolean {
  const { producer } = value;
  if (producer === undefined || soleUser(graph, value) === undefined) return false;
  if (producer.op.traits.some((trait) => ANCHORS.includes(trait))) return true;
  if (distance === 0 || !hasTrait(producer.op, 'pointwise')) return false;
  return sameShaped(producer).some((operand) => isAnchored(graph, operand, distance - 1));
}

function sameShaped(node: Node): readonly Value[] {
  const { shape } = resultOf(node).type;
  return node.operands.flatMap((operand) =>
    operand !== undefined && shapeEquals(operand.type.shape, shape) ? [operand] : [],
  );
}
