/** Tensors of more than four axes seen in four or fewer: what broadcasts, moves or is reduced alike goes together. */

import type { Value } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { splitAt } from '../../../ir/shapes.ts';
import { MAX_RANK } from '../terms.ts';
import type { Rewrite, Site } from './site.ts';

/** Pointwise nodes: neighbouring axes are one wherever all operands vary or stand still together. */
export const mergePointwise: Rewrite = (site) => {
  const { node, m, result, shape, operand, again } = site;
  if (result.shape.length <= MAX_RANK) return undefined;
  const indices = [...node.operands.keys()];
  const shapes = indices.map(shape);
  const { operands: merged, result: to } = mergeAxes(result.shape, shapes);
  if (to.length <= MAX_RANK) {
    const views = indices.map((index) => m.reshape(operand(index), merged[index] ?? []));
    return again(views).map((value) => m.reshape(value, result.shape));
  }
  const whole = [elementCount(result.shape)];
  const views = indices.map((index) => m.reshape(m.broadcast(operand(index), result.shape), whole));
  return again(views).map((value) => m.reshape(value, result.shape));
};

function mergeAxes(result: readonly number[], shapes: readonly (readonly number[])[]) {
  const merged: number[][] = shapes.map(() => []);
  const whole: number[] = [];
  let previous: string | undefined;
  result.forEach((size, axis) => {
    if (size === 1) return;
    const sizes = shapes.map((shape) => shape[axis - result.length + shape.length] ?? 1);
    const pattern = sizes.map((own) => own === 1).join();
    const joins = pattern === previous;
    if (joins) whole.push((whole.pop() ?? 1) * size);
    else whole.push(size);
    merged.forEach((list, index) => {
      const own = sizes[index] ?? 1;
      if (joins) list.push((list.pop() ?? 1) * own);
      else list.push(own);
    });
    previous = pattern;
  });
  return { operands: merged, result: whole };
}

/** What stands before an axis, the axis, and what follows: the shape for work along one axis. */
export function lineShape(shape: readonly number[], axis: number): readonly number[] {
  const { outer, size, inner } = splitAt(shape, axis);
  return [outer, size, inner];
}

/** Runs of neighbouring axes for which `key` says the same. */
export function groupAxes(shape: readonly number[], key: (axis: number) => boolean) {
  const groups: { size: number; key: boolean }[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = groups.at(-1);
    if (last?.key === key(axis)) last.size *= size;
    else groups.push({ size, key: key(axis) });
  });
  return groups;
}

/** One node of `again` along one axis of three, whatever the rank. */
export function alongLine(site: Site, input: Value, axis: number): Value {
  const { m, shape } = site;
  return m.reshape(input, lineShape(shape(0), axis));
}
