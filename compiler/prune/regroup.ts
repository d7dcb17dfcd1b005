/** Deals the factors of axes out to another shape, splitting channels where the shape does. */

import { dimEquals, dimExactDiv, dimMul } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { Node } from '../../ir/graph.ts';
import { mapFactors, sizeOfFactor } from './axes.ts';
import type { Axis, Factor, Layout, Split } from './axes.ts';

/** Factors dealt out to the axes of another shape; undefined where they do not divide so. */
export function regroup(given: Axis, shape: readonly Dim[], node: Node): Layout | undefined {
  let queue = [...given];
  let result: Axis[] = [];
  for (const dim of shape) {
    let axis: Axis = [];
    let size: Dim = 1;
    while (!dimEquals(size, dim)) {
      const next = queue.shift();
      const need = dimExactDiv(dim, size);
      if (next === undefined || need === undefined) return undefined;
      const own = sizeOfFactor(next);
      if (dimExactDiv(need, own) !== undefined) {
        axis = [...axis, next];
        size = dimMul(size, own);
        continue;
      }
      const inner = dimExactDiv(own, need);
      if (inner === undefined) return undefined;
      const parts = divide(next, need, inner, node);
      if (parts === undefined) return undefined;
      [axis, queue] = [mapFactors([axis], parts.change).flat(), queue.flatMap(parts.change)];
      result = result.map((earlier) => earlier.flatMap(parts.change));
      axis = [...axis, parts.outer];
      queue.unshift(parts.inner);
      size = dim;
    }
    result.push(axis);
  }
  return queue.every((factor) => sizeOfFactor(factor) === 1) ? result : undefined;
}

interface Parts {
  readonly outer: Factor;
  readonly inner: Factor;
  /** What other factors become: those of a split that now has a level more. */
  readonly change: (factor: Factor) => Axis;
}

function divide(factor: Factor, outer: Dim, inner: Dim, node: Node): Parts | undefined {
  if (factor.kind === 'fixed') {
    const same = (other: Factor): Axis => [other];
    return {
      outer: { kind: 'fixed', size: outer },
      inner: { kind: 'fixed', size: inner },
      change: same,
    };
  }
  if (typeof outer !== 'number' || typeof inner !== 'number') return undefined;
  const before: Split =
    factor.kind === 'level' ? factor.split : { ids: factor.ids, sizes: [factor.ids.length], node };
  const level = factor.kind === 'level' ? factor.level : 0;
  const sizes = before.sizes.toSpliced(level, 1, outer, inner);
  const split: Split = { ids: before.ids, sizes, node };
  return {
    outer: { kind: 'level', split, level },
    inner: { kind: 'level', split, level: level + 1 },
    change: (other) => {
      if (other.kind !== 'level' || other.split !== before) return [other];
      return [{ kind: 'level', split, level: other.level + (other.level > level ? 1 : 0) }];
    },
  };
}
