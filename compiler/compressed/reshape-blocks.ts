/** Blocks of a tensor under another shape: through the runs of elements in a row that are served alike. */

import { gcd } from '../../ir/dim.ts';
import { elementCount } from '../../ir/types.ts';
import { blockCounts, refined, reshaped } from './blocks.ts';
import type { Blocks } from './blocks.ts';

/** Undefined where the tensor has no elements. */
export function reshapeBlocks(blocks: Blocks, shape: readonly number[]): Blocks | undefined {
  const groups = axisGroups(blocks.shape, shape);
  if (groups === undefined) return undefined;
  let fine = blocks;
  for (const { from } of groups) fine = inRuns(fine, from);
  const runs = groups.map(({ from }) => runOf(fine, from));
  const lengths = groups.map(({ from }) => elementCount(from.map((axis) => fine.shape[axis] ?? 1)));
  const flat = withShape(fine, lengths, runs);
  const finest = groups.reduce((sum, { to }, group) => {
    const sizes = to.map((axis) => shape[axis] ?? 1);
    return refined(sum, group, elementCount(splitRun(runs[group] ?? 1, sizes)));
  }, flat);
  const sizes = groups.flatMap(({ to }, group) =>
    splitRun(
      runs[group] ?? 1,
      to.map((axis) => shape[axis] ?? 1),
    ),
  );
  return withShape(finest, shape, sizes);
}

interface AxisGroup {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The shortest stretches of axes that have as many elements in both shapes. */
function axisGroups(
  from: readonly number[],
  to: readonly number[],
): readonly AxisGroup[] | undefined {
  if (elementCount(from) === 0) return undefined;
  const groups: { readonly from: number[]; readonly to: number[] }[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const group = { from: [] as number[], to: [] as number[] };
    let [a, b] = [1, 1];
    do {
      if (i < from.length && (a <= b || j >= to.length)) {
        a *= from[i] ?? 1;
        group.from.push(i++);
      } else {
        b *= to[j] ?? 1;
        group.to.push(j++);
      }
    } while (a !== b);
    groups.push(group);
  }
  return groups;
}

/** Elements of a group of axes in a row that are served alike; `inRuns` has been through it. */
function runOf({ shape, sizes }: Blocks, axes: readonly number[]): number {
  return elementCount(axes.map((axis) => Math.min(sizes[axis] ?? 1, shape[axis] ?? 1)));
}

/** Blocks that lie in a row: whole axes behind the one that they divide, single elements before it. */
function inRuns(blocks: Blocks, axes: readonly number[]): Blocks {
  let fine = blocks;
  let whole = true;
  for (const axis of axes.toReversed()) {
    const size = fine.shape[axis] ?? 1;
    const block = fine.sizes[axis] ?? 1;
    if (whole && block >= size) continue;
    fine = refined(fine, axis, whole ? gcd(block, size) : 1);
    whole = false;
  }
  return fine;
}

/** The blocks along each axis of a shape that make up as much of a run as they can, in a row. */
function splitRun(run: number, shape: readonly number[]): readonly number[] {
  const sizes: number[] = [];
  let left = run;
  let whole = true;
  for (const size of shape.toReversed()) {
    const block: number = whole ? gcd(left, size) : 1;
    sizes.unshift(block);
    whole &&= block === size;
    left /= block;
  }
  return sizes;
}

function withShape(
  { shape: before, parameters, sizes: old }: Blocks,
  shape: readonly number[],
  sizes: readonly number[],
): Blocks {
  const own = { shape, sizes };
  const counts = blockCounts(own);
  if (elementCount(counts) !== elementCount(blockCounts({ shape: before, sizes: old }))) {
    throw new Error('a reshape keeps the number of blocks');
  }
  return {
    ...own,
    parameters: parameters.map((constant) =>
      reshaped(constant, [...counts, ...constant.type.shape.slice(before.length)]),
    ),
  };
}
