/** Channels through ops that work along some axes: norms, reductions, pools, resizing and padding. */

import type { Node } from '../../../ir/graph.ts';
import { operandsOf, resultOf } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import { dimEquals } from '../../../ir/dim.ts';
import { normalizeAxes, normalizeAxis } from '../../../ir/shapes.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { fixed, flatChannels, freezeAxis, isFixed } from '../axes.ts';
import type { Layout } from '../axes.ts';
import { channelAxis } from './contraction.ts';
import type { ChannelRule } from './rule.ts';

/** Every group keeps one number of channels, so that it stays the group it was. */
export const groupNormRule: ChannelRule = {
  relate: (node, { relations, layout }) => {
    const { input, scale, bias } = operandsOf(node) as Readonly<Record<string, Value | undefined>>;
    if (input === undefined) throw new Error('group_norm has an input');
    const axes = layout(input);
    const axis = axes[channelAxis(node, axes.length)] ?? [];
    for (const affine of [scale, bias]) {
      if (affine !== undefined) relations.unify(axis, layout(affine)[0] ?? []);
    }
    const groups = node.attributes['groups'] as number;
    const ids = flatChannels(axis);
    if (ids !== undefined) relations.balance(ids, groups, true);
    else if (!isFixed(axis)) freezeAxis(relations.sets, axis);
    return [axes];
  },
  resize: (node, { layout, shape, kept, joinsNormGroups }) => {
    const input = operandAt(node, 0);
    const at = channelAxis(node, input.type.shape.length);
    if (kept(layout(input)[at] ?? []) === undefined) return node.attributes;
    const groups = node.attributes['groups'] as number;
    const left = shape(input)[at];
    if (groups === input.type.shape[at]) return { ...node.attributes, groups: left };
    // A channel that is normalised alone loses its mean, which no weight behind brings back.
    if (joinsNormGroups && left === groups && groups % 2 === 0) {
      return { ...node.attributes, groups: groups / 2 };
    }
    return node.attributes;
  },
};

/** What is normalised or summed up along the axis may not get shorter: every element counts. */
export const alongAxisRule: ChannelRule = {
  relate: (node, { relations, layout }) => {
    const axes = layout(operandAt(node, 0));
    const at = normalizeAxis(node.attributes['axis'] as number, axes.length);
    freezeAxis(relations.sets, axes[at] ?? []);
    return node.results.map(() => axes);
  },
};

export const reduceRule: ChannelRule = {
  relate: (node, { relations, layout }) => {
    const axes = layout(operandAt(node, 0));
    const reduced = normalizeAxes(node.attributes['axes'] as readonly number[], axes.length);
    const rest: Layout = axes.map((axis, at) => (reduced.includes(at) ? [] : axis));
    const kept =
      node.attributes['keep_dims'] === true ? rest : rest.filter((_, at) => !reduced.includes(at));
    return [relations.settle(kept)];
  },
};

/** Axes whose size stays pass; nothing of the others may go. */
export const resizeRule: ChannelRule = {
  relate: (node, context) => [passing(node, context)],
  resize: (node, { shape }) => ({ ...node.attributes, shape: shape(resultOf(node)) }),
};

export const poolRule: ChannelRule = {
  relate: (node, context) => {
    const { relations, layout } = context;
    const input = layout(operandAt(node, 0));
    const at = channelAxis(node, input.length);
    return [
      resultOf(node).type.shape.map((size, axis) => {
        if (axis === 0 || axis === at) return input[axis] ?? [];
        freezeAxis(relations.sets, input[axis] ?? []);
        return fixed(size);
      }),
    ];
  },
};

export const padRule: ChannelRule = {
  relate: (node, context) => {
    const pads = node.attributes['pads'] as readonly number[];
    const rank = pads.length / 2;
    return [passing(node, context, (at) => pads[at] === 0 && pads[at + rank] === 0)];
  },
};

function passing(
  node: Node,
  { relations, layout }: Parameters<ChannelRule['relate']>[1],
  stays: (axis: number) => boolean = () => true,
): Layout {
  const input = operandAt(node, 0);
  const axes = layout(input);
  return relations.settle(
    resultOf(node).type.shape.map((size, at) => {
      if (stays(at) && dimEquals(input.type.shape[at] ?? 1, size)) return axes[at] ?? [];
      freezeAxis(relations.sets, axes[at] ?? []);
      return fixed(size);
    }),
  );
}
