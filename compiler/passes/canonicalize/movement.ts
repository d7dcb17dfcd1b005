/** Simplifications of single reshapes, transposes, broadcasts, gathers and reductions, and of pairs of them. */

import type { Node } from '../../../ir/graph.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { gather } from '../../../ir/ops/core/gather.ts';
import { reduce_max } from '../../../ir/ops/core/reduce-max.ts';
import { reduce_mean } from '../../../ir/ops/core/reduce-mean.ts';
import { reduce_min } from '../../../ir/ops/core/reduce-min.ts';
import { reduce_prod } from '../../../ir/ops/core/reduce-prod.ts';
import { reduce_sum } from '../../../ir/ops/core/reduce-sum.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { tile } from '../../../ir/ops/composite/tile.ts';
import { normalizeAxes, normalizeAxis } from '../../../ir/shapes.ts';
import { shapeEquals } from '../../../ir/types.ts';
import { composePerms, keepsOrder } from '../shared/axes.ts';
import { elementsOf } from '../shared/constants.ts';
import { producedBy, soleUser, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { fullSlice } from '../shared/slices.ts';

const reshapeOfReshape: Simplification = (node, { build }) => {
  const outer = viewAs(reshape, node);
  const inner = outer && producedBy(reshape, outer.operands.input);
  return (
    inner && build(inner.node).reshape(inner.operands, { shape: node.results[0]?.type.shape ?? [] })
  );
};

const transposeOfTranspose: Simplification = (node, { build }) => {
  const outer = viewAs(transpose, node);
  const inner = outer && producedBy(transpose, outer.operands.input);
  if (outer === undefined || inner === undefined) return undefined;
  const perm = composePerms(inner.attributes.perm, outer.attributes.perm);
  return build(inner.node).transpose(inner.operands, { perm });
};

/** Axes of size 1 move for free. */
const transposeOfOnes: Simplification = (node, { build }) => {
  const view = viewAs(transpose, node);
  if (view === undefined) return undefined;
  const { input } = view.operands;
  if (!keepsOrder(input.type.shape, view.attributes.perm)) return undefined;
  return build().reshape({ input }, { shape: view.result.type.shape });
};

const broadcastOfBroadcast: Simplification = (node, { build }) => {
  const outer = viewAs(broadcast, node);
  const inner = outer && producedBy(broadcast, outer.operands.input);
  return outer && inner && build(inner.node).broadcast(inner.operands, outer.attributes);
};

/** A broadcast to new leading axes of size 1 only. */
const broadcastOfOnes: Simplification = (node, { build }) => {
  const view = viewAs(broadcast, node);
  if (view === undefined) return undefined;
  const { input } = view.operands;
  const { shape } = view.result.type;
  const added = shape.length - input.type.shape.length;
  if (added === 0 || !shape.slice(0, added).every((dim) => dim === 1)) return undefined;
  if (!shapeEquals(shape.slice(added), input.type.shape)) return undefined;
  return build().reshape({ input }, { shape });
};

/** Repeating axes of size 1 is a broadcast. */
const tileOfOnes: Simplification = (node, { build }) => {
  const view = viewAs(tile, node);
  if (view === undefined) return undefined;
  const { input } = view.operands;
  const repeats = view.attributes.repeats;
  if (!repeats.every((count, axis) => count === 1 || input.type.shape[axis] === 1))
    return undefined;
  return build().broadcast({ input }, { shape: view.result.type.shape });
};

/** Elements that lie side by side are a slice; a single index also loses its axis. */
const gatherOfRange: Simplification = (node, { build }) => {
  const view = viewAs(gather, node);
  if (view === undefined) return undefined;
  const { input, indices } = view.operands;
  const { shape } = input.type;
  const axis = normalizeAxis(view.attributes.axis, shape.length);
  const size = shape[axis];
  if (indices.type.shape.length > 1 || typeof size !== 'number') return undefined;
  const picks = elementsOf(indices)?.map((index) => (index < 0 ? index + size : index));
  const [start] = picks ?? [];
  if (picks === undefined || start === undefined) return undefined;
  if (!picks.every((index, at) => index === start + at && index < size && index >= 0)) {
    return undefined;
  }
  const builder = build();
  const range = fullSlice(shape);
  range.starts[axis] = start;
  range.ends[axis] = start + picks.length;
  return builder.reshape(
    { input: builder.slice({ input }, range) },
    { shape: view.result.type.shape },
  );
};

const SIMPLE_REDUCTIONS = [reduce_sum, reduce_mean, reduce_max, reduce_min, reduce_prod] as const;

/** A reduction of an axis of size 1 drops it at most. */
const reductionOfOnes: Simplification = (node, { build }) => {
  const view = asReduction(node);
  if (view === undefined) return undefined;
  const { input } = view.operands;
  const axes = normalizeAxes(view.attributes.axes, input.type.shape.length);
  if (!axes.every((axis) => input.type.shape[axis] === 1)) return undefined;
  return build().reshape({ input }, { shape: view.result.type.shape });
};

/** A reduction keeps its axes where a reshape would bring them back. */
const reductionKeepsAxes: Simplification = (node, { graph, build }) => {
  const outer = viewAs(reshape, node);
  const inner = outer?.operands.input.producer && asReduction(outer.operands.input.producer);
  if (outer === undefined || inner === undefined || inner.attributes.keep_dims) return undefined;
  if (soleUser(graph, inner.result) !== node) return undefined;
  const { input } = inner.operands;
  const axes = normalizeAxes(inner.attributes.axes, input.type.shape.length);
  const kept = input.type.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  if (!shapeEquals(kept, outer.result.type.shape)) return undefined;
  return build(inner.node).node(inner.node.op, { input }, { axes, keep_dims: true })[0];
};

function asReduction(node: Node) {
  const op = SIMPLE_REDUCTIONS.find((item) => item === node.op);
  return op && viewAs(op, node);
}

export const movementSimplifications: readonly Simplification[] = [
  reshapeOfReshape,
  transposeOfTranspose,
  transposeOfOnes,
  broadcastOfBroadcast,
  broadcastOfOnes,
  tileOfOnes,
  gatherOfRange,
  reductionOfOnes,
  reductionKeepsAxes,
];
