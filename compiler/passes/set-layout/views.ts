/** Reshapes of stored values: where the parts of each axis stay together, the stored value is reshaped instead. */

import type { Dim } from '../../../ir/dim.ts';
import type { Node } from '../../../ir/graph.ts';
import { isIdentity } from '../shared/axes.ts';
import { layoutOf, leavesOf, reshapeLayout, reshaped, transposeLayout } from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import { identityPerm } from './stored.ts';
import type { Stored, StoredValues } from './stored.ts';

/** transpose(base, perm) under another shape; undefined if that needs the elements in their own order. */
export function reshapeStored(
  values: StoredValues,
  { base, perm }: Stored,
  shape: readonly Dim[],
  before: Node,
): Stored | undefined {
  if (isIdentity(perm)) return undefined;
  const from = layoutOf(base.type.shape);
  const to = reshapeLayout(transposeLayout(from, perm), shape);
  const order = to && orderOf(from, to);
  if (order === undefined) return undefined;
  const ordered = order.map((axis) => shape[axis] ?? 1);
  const after = reshaped(values.builder(before), base, ordered);
  if (values.isImage(base)) values.markImage(after);
  return { base: after, perm: shape.map((_, axis) => order.indexOf(axis)) };
}

/** The axes of `to` in the order in which `from` holds their parts; undefined if an axis has parts that lie apart. */
function orderOf(from: Layout, to: Layout): readonly number[] | undefined {
  const places = leavesOf(from.flat());
  const runs = to.map((atoms) => leavesOf(atoms).map((atom) => places.indexOf(atom)));
  const starts = runs.map(([start]) => start);
  if (!runs.every((run, axis) => run.every((place, at) => place === (starts[axis] ?? 0) + at))) {
    return undefined;
  }
  // Axes of size 1 lie anywhere: where they make one of the usual orders, if they can.
  const axes = identityPerm(to.length);
  const usual = [axes, [0, ...axes.slice(2), 1]].slice(0, to.length > 2 ? 2 : 1);
  const found = usual.find((order) => ascends(order.flatMap((axis) => starts[axis] ?? [])));
  if (found !== undefined) return found;
  const order = axes.filter((axis) => starts[axis] !== undefined);
  order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
  for (const axis of axes.toReversed()) {
    if (starts[axis] !== undefined) continue;
    const next = order.indexOf(axis + 1);
    order.splice(next < 0 ? order.length : next, 0, axis);
  }
  return order;
}

function ascends(places: readonly number[]): boolean {
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
}
