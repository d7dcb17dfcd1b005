/** Channels through ops that take some elements of an axis: slices and gathers. */

import { inlineValue } from '../../../ir/constant.ts';
import { dimEquals } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import { operandsOf, resultOf } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { toNumbers } from '../../../ir/tensor.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { channels, fixed, flatChannels, freezeAxis, isLast, mapFactors } from '../axes.ts';
import type { Axis, Layout, Split } from '../axes.ts';
import type { Relations } from '../relations.ts';
import type { ChannelRule } from './rule.ts';

export const sliceRule: ChannelRule = {
  relate: (node, { relations, layout }) => {
    const input = operandAt(node, 0);
    const { shape } = resultOf(node).type;
    let axes = layout(input);
    for (const [at, size] of shape.entries()) {
      const { start, step } = rangeOf(node, at);
      const from = input.type.shape[at] ?? 1;
      if (start === 0 && step === 1 && dimEquals(size, from)) continue;
      const picks =
        typeof size === 'number'
          ? Array.from({ length: size }, (_, i) => start + i * step)
          : undefined;
      axes = picked(axes, at, step === 1 ? picks : undefined, size, relations);
    }
    return [relations.settle(axes)];
  },
  resize: (node, { layout, shape, kept }) => {
    const input = operandAt(node, 0);
    const starts = [...(node.attributes['starts'] as readonly number[])];
    const ends = [...(node.attributes['ends'] as readonly number[])];
    layout(input).forEach((axis, at) => {
      const stays = kept(axis);
      if (stays === undefined) return;
      starts[at] = stays.slice(0, starts[at]).filter(Boolean).length;
      const size = shape(resultOf(node))[at];
      ends[at] = starts[at] + (typeof size === 'number' ? size : 0);
    });
    return { ...node.attributes, starts, ends };
  },
};

function rangeOf(node: Node, at: number): { readonly start: number; readonly step: number } {
  const { starts, steps } = node.attributes as Readonly<Record<string, readonly number[]>>;
  return { start: starts?.[at] ?? 0, step: steps?.[at] ?? 1 };
}

/** A layout after some elements of one axis are taken; without `picks` what the axis holds may not go. */
function picked(
  axes: Layout,
  at: number,
  picks: readonly number[] | undefined,
  size: Dim,
  relations: Relations,
): Layout {
  const axis = axes[at] ?? [];
  const [only, ...more] = axis;
  if (only?.kind === 'level' && more.length === 0 && !isLast(only) && picks !== undefined) {
    return pickedBlocks(axes, at, only.split, only.level, picks);
  }
  const ids = flatChannels(withoutBlocks(axis, relations));
  if (ids === undefined || picks === undefined) {
    freezeAxis(relations.sets, axis);
    return axes.with(at, fixed(size));
  }
  return axes.with(at, channels(Int32Array.from(picks, (index) => ids[index] ?? 0)));
}

/** Some blocks of a split: what they hold is a split of its own. */
function pickedBlocks(
  axes: Layout,
  at: number,
  split: Split,
  level: number,
  picks: readonly number[],
): Layout {
  const inner = split.sizes.slice(level + 1).reduce((product, size) => product * size, 1);
  const extent = split.sizes[level] ?? 1;
  const ids = split.ids.filter((_, index) => picks.includes(Math.floor(index / inner) % extent));
  const single = picks.length === 1;
  const sizes = single ? split.sizes.toSpliced(level, 1) : split.sizes.with(level, picks.length);
  const next: Split = { ids, sizes, node: split.node };
  const shift = (own: number): number => (single && own > level ? own - 1 : own);
  const changed = mapFactors(axes, (item) => {
    if (item.kind !== 'level' || item.split !== split) return [item];
    if (single && item.level === level) return [];
    if (sizes.length === 1) return channels(ids);
    return [{ kind: 'level', split: next, level: shift(item.level) }];
  });
  return single ? changed.with(at, []) : changed;
}

/** Rows of a table, or one block of a split that stays whole. */
export const gatherRule: ChannelRule = {
  relate: (node, context) => {
    const { relations, layout, isParameter, produces } = context;
    const { input, indices } = operandsOf(node) as Readonly<Record<string, Value>>;
    if (input === undefined || indices === undefined) throw new Error('gather has two operands');
    const axes = layout(input);
    const at = normalizeAxis(node.attributes['axis'] as number, axes.length);
    const tensor = indices.constant === undefined ? undefined : inlineValue(indices.constant);
    const picks = tensor?.data.length === 1 ? toNumbers(tensor) : undefined;
    const [one = 0] = picks ?? [];
    const size = input.type.shape[at];
    const index = one < 0 && typeof size === 'number' ? one + size : one;
    const left = picked(
      axes,
      at,
      isBlock(axes[at] ?? []) && picks ? [index] : undefined,
      size ?? 1,
      relations,
    );
    const rows = layout(indices);
    for (const axis of rows) freezeAxis(relations.sets, axis);
    if (isParameter(input) && !isParameter(indices)) {
      left.forEach((_, axis) => {
        if (axis !== at) produces({ node, weight: input, axis });
      });
    }
    return [
      relations.settle([
        ...left.slice(0, at),
        ...indices.type.shape.map(fixed),
        ...left.slice(at + 1),
      ]),
    ];
  },
};

function isBlock(axis: Axis): boolean {
  const [only, ...more] = axis;
  return only?.kind === 'level' && more.length === 0 && !isLast(only);
}

/** The same channels go from every block. */
export function withoutBlocks(axis: Axis, relations: Relations): Axis {
  return axis.flatMap((item) =>
    item.kind === 'level' && isLast(item) ? relations.tied(item.split) : [item],
  );
}
