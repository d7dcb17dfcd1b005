/** Pads that the next window op can do by itself. */

import type { Node, Value } from '../../../ir/graph.ts';
import { avg_pool } from '../../../ir/ops/core/avg-pool.ts';
import { conv } from '../../../ir/ops/core/conv.ts';
import { max_pool } from '../../../ir/ops/core/max-pool.ts';
import { pad } from '../../../ir/ops/core/pad.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { windowSpan } from '../../../ir/windows.ts';
import type { Layout } from '../../../ir/windows.ts';
import { operandAt, producedBy } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

/** Zeros before a convolution or a mean that counts them, minus infinities before a maximum. */
export const padBeforeWindows: Simplification = (node, { build }) => {
  const value = paddingOf(node);
  if (value === undefined) return undefined;
  const before = producedBy(pad, operandAt(node, 0));
  if (before === undefined || before.attributes.mode !== 'constant') return undefined;
  const given = before.operands.value === undefined ? 0 : uniformValue(before.operands.value);
  if (given !== value) return undefined;
  const layout = node.attributes['layout'] as Layout;
  const added = spatialPads(before.operands.input, before.attributes.pads, layout);
  if (added === undefined) return undefined;
  const own = node.attributes['pads'] as readonly number[];
  const pads = added.map((width, index) => width + (own[index] ?? 0));
  if (node.op !== conv && !reachIn(node, pads)) return undefined;
  const counted = node.op === avg_pool ? { count_include_pad: true } : {};
  const operands = [before.operands.input, ...node.operands.slice(1)];
  const attributes = { ...node.attributes, ...counted, pads };
  return build(before.node).node(node.op, namedOperands(node.op, operands), attributes)[0];
};

/** What the op's own pads stand for; undefined where they differ from a pad before it. */
function paddingOf(node: Node): number | undefined {
  const { attributes } = node;
  if (node.op === conv) return 0;
  if (attributes['ceil_mode'] === true) return undefined;
  if (node.op === max_pool) return -Infinity;
  if (node.op !== avg_pool) return undefined;
  const own = attributes['pads'] as readonly number[];
  const counts = attributes['count_include_pad'] === true || own.every((width) => width === 0);
  return counts ? 0 : undefined;
}

/** A pool takes no pads that leave a window without elements. */
function reachIn({ attributes }: Node, pads: readonly number[]): boolean {
  const kernel = attributes['kernel'] as readonly number[];
  const dilations = attributes['dilations'] as readonly number[];
  return pads.every(
    (width, index) => width < windowSpan({ kernel, dilations }, index % kernel.length),
  );
}

/** The pads of the spatial axes; undefined if others are padded, or elements taken away. */
function spatialPads(
  input: Value,
  pads: readonly number[],
  layout: Layout,
): readonly number[] | undefined {
  const rank = input.type.shape.length;
  const channel = layout === 'channels_first' ? 1 : rank - 1;
  const isSpatial = (index: number): boolean => index % rank !== 0 && index % rank !== channel;
  if (pads.some((width, index) => width < 0 || (width > 0 && !isSpatial(index)))) return undefined;
  return pads.filter((_, index) => isSpatial(index));
}
