/** Recognises GroupNorm as exporters write it: a standardisation of reshaped groups, then scale and bias. */

import type { Value } from '../../ir/graph.ts';
import { dimEquals, dimProduct } from '../../ir/dim.ts';
import { group_norm } from '../../ir/ops/composite/group-norm.ts';
import { layer_norm } from '../../ir/ops/composite/layer-norm.ts';
import { reshape } from '../../ir/ops/core/reshape.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { shapeEquals } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { absorbAffine } from './shared/affine.ts';
import { reshaped } from './shared/layout.ts';
import { isNeutral, narrowed } from './shared/narrowed.ts';
import { operandAt, producedBy, soleUser, viewAs } from './shared/nodes.ts';
import { simplify } from './shared/rewriter.ts';
import type { Simplification } from './shared/rewriter.ts';

/** [N, G, everything else], each item and group standardised by itself. */
interface Grouped {
  readonly input: Value;
  readonly groups: number;
  readonly epsilon: number;
}

/** A group_norm with one channel per group, or a layer_norm of all axes but the first two; no scale, no bias. */
function groupedBy(value: Value): Grouped | undefined {
  const groups = value.type.shape[1];
  if (typeof groups !== 'number') return undefined;
  const instance = producedBy(group_norm, value);
  if (instance !== undefined) {
    const { operands, attributes } = instance;
    if (attributes.layout !== 'channels_first' || attributes.groups !== groups) return undefined;
    if (!isNeutral(operands.scale, 1) || !isNeutral(operands.bias, 0)) return undefined;
    return { input: operands.input, groups, epsilon: attributes.epsilon };
  }
  const layer = producedBy(layer_norm, value);
  if (layer === undefined) return undefined;
  const { operands, attributes } = layer;
  if (normalizeAxis(attributes.axis, value.type.shape.length) !== 2) return undefined;
  if (!isNeutral(operands.scale, 1) || !isNeutral(operands.bias, 0)) return undefined;
  return { input: operands.input, groups, epsilon: attributes.epsilon };
}

/** reshape, standardise, reshape to channels: those of the input, or with all positions as one axis. */
const reshapedGroups: Simplification = (node, { graph, build }) => {
  const after = viewAs(reshape, node);
  const grouped = after && groupedBy(after.operands.input);
  const before = grouped && producedBy(reshape, grouped.input);
  if (after === undefined || grouped === undefined || before === undefined) return undefined;
  if (soleUser(graph, after.operands.input) !== node) return undefined;
  const { shape } = after.result.type;
  const [batch = 1, channels] = shape;
  const [outer = 1, groups, ...rest] = grouped.input.type.shape;
  if (typeof channels !== 'number' || shape.length < 2 || groups === undefined) return undefined;
  if (!dimEquals(batch, outer) || channels % grouped.groups !== 0) return undefined;
  const members = dimProduct([channels / grouped.groups, ...shape.slice(2)]);
  if (!dimEquals(dimProduct(rest), members)) return undefined;
  const norm = after.operands.input.producer;
  const builder = build(before.node, ...(norm === undefined ? [] : [norm]));
  const input = reshaped(builder, before.operands.input, shape);
  return builder.group_norm({ input }, { groups: grouped.groups, epsilon: grouped.epsilon });
};

/** A layer_norm over the positions of each channel whose scale or bias goes by channel. */
const channelwise: Simplification = (node, { graph, build }) => {
  const [first, parameter] = node.operands;
  const norm = producedBy(layer_norm, first);
  if (norm === undefined || parameter?.constant === undefined) return undefined;
  if (node.op.name !== 'mul' && node.op.name !== 'add') return undefined;
  if (soleUser(graph, norm.result) !== node) return undefined;
  const grouped = groupedBy(norm.result);
  const { shape } = norm.result.type;
  if (grouped === undefined || grouped.groups === 1) return undefined;
  const perChannel = [grouped.groups, ...shape.slice(2).map(() => 1)];
  if (!shapeEquals(parameter.type.shape.slice(-perChannel.length), perChannel)) return undefined;
  const { epsilon, groups } = grouped;
  const builder = build(norm.node);
  const normal = builder.group_norm({ input: grouped.input }, { groups, epsilon });
  return builder.node(node.op, { a: normal, b: operandAt(node, 1) })[0];
};

const affine = absorbAffine({
  op: group_norm,
  parameterAxes: ({ attributes, results }) => [
    attributes['layout'] === 'channels_first' ? 1 : (results[0]?.type.shape.length ?? 0) - 1,
  ],
});

export const raiseGroupNorm = definePass({
  name: 'raise-group-norm',
  describe: 'recognises reshape, standardisation, reshape, scale and bias as group_norm',
  // Half-precision models round before scale and bias; one norm rounds once.
  tolerance: 2e-3,
  run: (graph) => {
    simplify(
      graph,
      [reshapedGroups, channelwise, narrowed(group_norm), affine],
      'raise-group-norm',
    );
  },
});
