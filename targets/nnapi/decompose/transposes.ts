/** Transposes of many axes as transposes of four at most, with reshapes around them. */

import { movedTogether } from '../../moved-axes.ts';
import { elementCount } from '../../../ir/types.ts';
import { MAX_RANK } from '../terms.ts';
import type { Rewrite } from './site.ts';

export const inFourAxes: Rewrite = ({ m, attributes, operand, shape, result }) => {
  if (result.shape.length <= MAX_RANK) return undefined;
  const groups = movedTogether(shape(0), attributes.ints('perm'));
  let order = [...groups].sort((a, b) => a.from - b.from);
  let moved = operand(0);
  if (groups.length <= MAX_RANK) {
    const merged = m.reshape(
      moved,
      order.map(({ size }) => size),
    );
    const perm = groups.map((group) => order.indexOf(group));
    return m.reshape(m.transpose(merged, perm), result.shape);
  }
  // Each step brings the next group to its place past those that lie between.
  groups.forEach((group, place) => {
    const at = order.indexOf(group);
    if (at === place) return;
    const size = (from: number, to?: number): number =>
      elementCount(order.slice(from, to).map((item) => item.size));
    const blocks = [size(0, place), size(place, at), group.size, size(at + 1)];
    moved = m.transpose(m.reshape(moved, blocks), [0, 2, 1, 3]);
    order = order.toSpliced(at, 1).toSpliced(place, 0, group);
  });
  return m.reshape(moved, result.shape);
};
