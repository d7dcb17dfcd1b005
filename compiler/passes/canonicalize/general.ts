/** Simplifications of any op, by its own fold, its traits and its shapes. */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { FoldOperand } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { shapeEquals, typeEquals } from '../../../ir/types.ts';
import { foldNode } from '../shared/constant-folding.ts';
import { isConstant } from '../shared/constants.ts';
import { producedBy, soleUser, typesWith } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

/** What the op's declaration says: the node equals an operand, or a constant. */
export const fold: Simplification = (node, { graph }) => {
  if (node.op.fold === undefined || !hasTrait(node.op, 'pure')) return undefined;
  const [result, ...others] = node.results;
  if (result === undefined || others.length > 0) return undefined;
  const operands = namedOperands<FoldOperand>(
    node.op,
    node.operands.map((operand) => operand && foldOperand(operand)),
  );
  const folded = node.op.fold(operands, node.attributes, [result.type]);
  if (folded === undefined) return undefined;
  if ('constant' in folded) return graph.addConstant(dataConstant(folded.constant), result.name);
  const named = namedOperands(node.op, node.operands)[folded.operand];
  const value = [named].flat()[folded.index ?? 0];
  return value !== undefined && typeEquals(value.type, result.type) ? value : undefined;
};

function foldOperand({ type, constant }: Value): FoldOperand {
  const tensor = constant === undefined ? undefined : inlineValue(constant);
  return tensor === undefined ? { type } : { type, constant: tensor };
}

/** A node over constants, so that what reads it can be folded too; fold-constants reports those that fail. */
export const constantNode: Simplification = (node, { graph }) => {
  const [result, ...others] = node.results;
  if (result === undefined || others.length > 0) return undefined;
  try {
    const constant = foldNode(node)?.[0];
    return constant && graph.addConstant(constant, result.name);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
};

/** Constants stand to the right where the order is free. */
export const constantToTheRight: Simplification = (node, { build }) => {
  if (!hasTrait(node.op, 'commutative')) return undefined;
  const [a, b, ...rest] = node.operands;
  if (b === undefined || !isConstant(a) || isConstant(b)) return undefined;
  const [value] = build().node(node.op, namedOperands(node.op, [b, a, ...rest]), node.attributes);
  return value;
};

/** A pointwise op repeats its operands by itself: an explicit broadcast before it is not needed. */
export const implicitBroadcast: Simplification = (node, { build }) => {
  const [result] = node.results;
  if (!hasTrait(node.op, 'pointwise') || result === undefined) return undefined;
  for (const [index, operand] of node.operands.entries()) {
    const source = producedBy(broadcast, operand);
    if (source === undefined) continue;
    const operands = node.operands.map((other, at) =>
      at === index ? source.operands.input : other,
    );
    const type = typesWith(node, operands)?.[0];
    if (type === undefined || !typeEquals(type, result.type)) continue;
    const builder = build(source.node);
    return builder.node(node.op, namedOperands(node.op, operands), node.attributes)[0];
  }
  return undefined;
};

/** A pointwise op of broadcast values computes less before the broadcast. */
export const broadcastAfterPointwise: Simplification = (node, { graph, build }) => {
  const [result] = node.results;
  if (!hasTrait(node.op, 'pointwise') || result === undefined) return undefined;
  const sources = node.operands.map((operand) => {
    const source = producedBy(broadcast, operand);
    return source !== undefined && soleUser(graph, source.result) === node ? source : undefined;
  });
  const narrow = node.operands.map((operand, index) => sources[index]?.operands.input ?? operand);
  if (!sources.some((source) => source !== undefined)) return undefined;
  const type = typesWith(node, narrow)?.[0];
  if (type === undefined || shapeEquals(type.shape, result.type.shape)) return undefined;
  const builder = build(...sources.flatMap((source) => source?.node ?? []));
  const [value] = builder.node(node.op, namedOperands(node.op, narrow), node.attributes);
  return value && builder.broadcast({ input: value }, { shape: result.type.shape });
};
