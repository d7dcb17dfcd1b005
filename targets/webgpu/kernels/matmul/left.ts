/** Loads the left operand of a product: for each row of a tile its elements at some steps of the reduction. */

import type { Bound, KernelWriter } from '../../syntax.ts';
import { LANES, plus, times } from './expressions.ts';
import type { Steps } from './loop.ts';
import { isAligned } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';

/** Scalars by row, then by step. */
export type LoadLeft = (steps: Steps) => readonly (readonly string[])[];

/** How four elements are loaded at once: along the reduction, along the rows, or not. */
export function leftUnit({ left, m, k }: Problem, tile: Tile): 'columns' | 'rows' | undefined {
  if (isAligned(left, 'columns', k)) return 'columns';
  const whole = tile.rows % 4 === 0 && !tile.subgroup;
  return whole && isAligned(left, 'rows', m) ? 'rows' : undefined;
}

/** `start` is the element where the item's matrix starts; `m0` names the tile's first row. */
export function leftLoader(
  kernel: KernelWriter,
  a: Bound,
  problem: Problem,
  tile: Tile,
  start: string,
): LoadLeft {
  const { left, m } = problem;
  const unit = leftUnit(problem, tile);
  const row = (index: string, last = m - 1): string =>
    m % tile.rows === 0 ? index : `min(${index}, ${last}u)`;
  const base = (index: string, last?: number): string =>
    kernel.let(`${start} + (${row(index, last)}) * ${left.rows}u`, 'p');
  if (unit === 'rows') {
    const bases = times(tile.rows / 4, (group) => base(plus('m0', 4 * group), m - 4));
    return ({ at, count }) => {
      const step = kernel.let(`${at} * ${left.columns}u`, 'd');
      const loaded = times(count, (index) =>
        bases.map((from) =>
          kernel.let(kernel.load(a, plus(`${from} + ${step}`, index * left.columns), 4), 'x'),
        ),
      );
      return times(tile.rows, (index) =>
        loaded.map((groups) => `${groups[index >> 2]}.${LANES[index & 3]}`),
      );
    };
  }
  const load = (from: string, { at, count }: Steps): readonly string[] => {
    if (unit === 'columns') {
      const four = kernel.let(kernel.load(a, `${from} + ${at}`, 4), 'x');
      return LANES.map((lane) => `${four}.${lane}`);
    }
    return times(count, (index) =>
      kernel.let(kernel.load(a, `${from} + (${plus(at, index)}) * ${left.columns}u`), 'x'),
    );
  };
  if (!tile.subgroup) {
    const bases = times(tile.rows, (index) => base(plus('m0', index)));
    return (steps) => bases.map((from) => load(from, steps));
  }
  // Each lane loads its share of the rows and the others hear of it.
  const share = tile.rows / tile.lanes;
  const lane = kernel.subgroupLane();
  const bases = times(share, (index) => base(plus(`m0 + ${lane} * ${share}u`, index)));
  return (steps) => {
    const own = bases.map((from) => {
      const scalars = load(from, steps);
      return steps.count === 4 ? [kernel.let(`vec4(${scalars.join(', ')})`, 'x')] : scalars;
    });
    return times(tile.rows, (index) => {
      const from = Math.floor(index / share);
      const heard = (own[index % share] ?? []).map((value) =>
        kernel.let(`subgroupBroadcast(${value}, ${from}u)`, 'x'),
      );
      const [four] = heard;
      return steps.count === 4 ? LANES.map((part) => `${four}.${part}`) : heard;
    });
  };
}
