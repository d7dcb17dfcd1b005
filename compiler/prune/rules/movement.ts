/** Channels through ops that only move elements. */

import { resultOf } from '../../../ir/graph.ts';
import type { Dim } from '../../../ir/dim.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { channels, fixed, flatChannels, freezeAxis, isFixed } from '../axes.ts';
import type { Axis } from '../axes.ts';
import type { Relations } from '../relations.ts';
import { withoutBlocks } from './picking.ts';
import type { ChannelRule } from './rule.ts';

export const reshapeRule: ChannelRule = {
  relate: (node, { relations, layout }) => [
    relations.reshape(layout(operandAt(node, 0)), resultOf(node).type.shape, node),
  ],
  resize: (node, { shape }) => ({ ...node.attributes, shape: shape(resultOf(node)) }),
};

export const transposeRule: ChannelRule = {
  relate: (node, { layout }) => {
    const axes = layout(operandAt(node, 0));
    return [(node.attributes['perm'] as readonly number[]).map((axis) => axes[axis] ?? [])];
  },
};

/** What is repeated takes the channels of whatever it is combined with. */
export const broadcastRule: ChannelRule = {
  relate: (node, { relations, layout }) => {
    const axes = layout(operandAt(node, 0));
    const { shape } = resultOf(node).type;
    const added = shape.length - axes.length;
    return [
      relations.settle(
        shape.map((size, at): Axis => {
          const own = axes[at - added] ?? [];
          if (own.length > 0 || typeof size !== 'number') return own.length > 0 ? own : fixed(size);
          return size <= LONGEST_REPEAT ? channels(relations.sets.fresh(size)) : fixed(size);
        }),
      ),
    ];
  },
  resize: (node, { shape }) => ({ ...node.attributes, shape: shape(resultOf(node)) }),
};

/** No model has more channels; longer axes are places of an image. */
const LONGEST_REPEAT = 1 << 16;

export const concatRule: ChannelRule = {
  relate: (node, { relations, layout }) => {
    const inputs = node.operands.filter((operand) => operand !== undefined);
    const { shape } = resultOf(node).type;
    const at = normalizeAxis(node.attributes['axis'] as number, shape.length);
    const layouts = inputs.map(layout);
    const others = relations.combine(layouts.map((axes) => axes.with(at, [])));
    const parts = layouts.map((axes) => axes[at] ?? []);
    const sizes = inputs.map(({ type }) => type.shape[at] ?? 1);
    const along = parts.every(isFixed) ? undefined : inOneRow(parts, sizes, relations);
    return [relations.settle(others.with(at, along ?? fixed(shape[at] ?? 1)))];
  },
};

/** Undefined, and nothing there may go, where a size is open. */
function inOneRow(
  parts: readonly Axis[],
  sizes: readonly Dim[],
  relations: Relations,
): Axis | undefined {
  const rows: Int32Array[] = [];
  for (const [index, axis] of parts.entries()) {
    const ids = flatChannels(withoutBlocks(axis, relations));
    const size = sizes[index];
    if (ids !== undefined) rows.push(ids);
    else {
      freezeAxis(relations.sets, axis);
      if (typeof size !== 'number') {
        parts.forEach((part) => freezeAxis(relations.sets, part));
        return undefined;
      }
      const still = relations.sets.fresh(size);
      relations.sets.freeze(still);
      rows.push(still);
    }
  }
  return channels(Int32Array.from(rows.flatMap((row) => Array.from(row))));
}
