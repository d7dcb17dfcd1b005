/** Movements that an attention, a matrix product or a cast makes needless or cheaper. */

import { hasTrait } from '../../../ir/define.ts';
import { attention } from '../../../ir/ops/composite/attention.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { matmul } from '../../../ir/ops/core/matmul.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { resultOf } from '../../../ir/graph.ts';
import { DTYPES, shapeEquals, typeEquals } from '../../../ir/types.ts';
import { holdsAll } from '../shared/constants.ts';
import { operandAt, producedBy, soleUser, typesWith, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

/** Heads that were folded into the batch for the attention only stay an axis of their own. */
export const unfoldedHeads: Simplification = (node, { build }) => {
  const view = viewAs(attention, node);
  if (view === undefined || view.result.type.shape.length !== 3) return undefined;
  const { query, key, value, mask } = view.operands;
  // A mask of three axes goes along the folded batch.
  if (mask !== undefined && mask.type.shape.length > 2 && mask.type.shape[0] !== 1)
    return undefined;
  const folds = [query, key, value].map((operand) => {
    const fold = producedBy(reshape, operand);
    const before = fold?.operands.input.type.shape ?? [];
    const keeps = shapeEquals(before.slice(-2), operand.type.shape.slice(-2));
    return before.length === 4 && keeps ? fold : undefined;
  });
  const [q, k, v] = folds;
  if (q === undefined || k === undefined || v === undefined) return undefined;
  const batch = q.operands.input.type.shape.slice(0, 2);
  if (![k, v].every((fold) => shapeEquals(fold.operands.input.type.shape.slice(0, 2), batch))) {
    return undefined;
  }
  const builder = build(q.node, k.node, v.node);
  const attended = builder.attention(
    { query: q.operands.input, key: k.operands.input, value: v.operands.input, mask },
    view.attributes,
  );
  return builder.reshape({ input: attended }, { shape: view.result.type.shape });
};

/** A matrix product repeats batch axes by itself. */
export const batchBroadcast: Simplification = (node, { build }) => {
  const view = viewAs(matmul, node);
  if (view === undefined) return undefined;
  for (const [index, operand] of node.operands.entries()) {
    const source = producedBy(broadcast, operand);
    if (source === undefined) continue;
    const { input } = source.operands;
    const operands = node.operands.map((other, at) => (at === index ? input : other));
    const type = typesWith(node, operands)?.[0];
    if (type === undefined || !typeEquals(type, view.result.type)) continue;
    const [a, b] = [operands[0] ?? input, operands[1] ?? input];
    return build(source.node).matmul({ a, b }, view.attributes);
  }
  return undefined;
};

/** Elements move in the narrower dtype: before a cast that widens, after one that narrows. */
export const narrowMovement: Simplification = (node, { graph, build }) => {
  const narrowing = viewAs(cast, node);
  if (narrowing !== undefined) {
    const { input } = narrowing.operands;
    const move = input.producer;
    if (move === undefined || !isMove(move) || soleUser(graph, input) !== node) return undefined;
    if (bits(narrowing.attributes.to) >= bits(input.type.dtype)) return undefined;
    const builder = build(move);
    const cast = builder.cast({ input: operandAt(move, 0) }, narrowing.attributes);
    return builder.node(move.op, { input: cast }, move.attributes)[0];
  }
  const widening = isMove(node) ? producedBy(cast, operandAt(node, 0)) : undefined;
  if (widening === undefined || soleUser(graph, widening.result) !== node) return undefined;
  const { to } = widening.attributes;
  const { input } = widening.operands;
  if (bits(to) <= bits(input.type.dtype) || !holdsAll(to, input.type.dtype)) return undefined;
  const builder = build(widening.node);
  const [moved] = builder.node(node.op, { input }, node.attributes);
  return moved && builder.cast({ input: moved }, { to });
};

function bits(dtype: keyof typeof DTYPES): number {
  return DTYPES[dtype].bits;
}

/** Of one operand, and not free of cost as a view is. */
function isMove(node: Parameters<typeof resultOf>[0]): boolean {
  const single = Object.keys(node.op.operands).join() === 'input';
  return single && hasTrait(node.op, 'movement') && !hasTrait(node.op, 'view');
}
