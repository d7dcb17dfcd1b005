/**
 * The walk over the reduction by way of the workgroup's memory: for some steps at a time its invocations fill it
 * together with what several of them use, then each reads from there.
 */

import type { KernelWriter } from '../../syntax.ts';
import type { LoadLeft } from './left.ts';
import { overGroups, overSteps } from './loop.ts';
import type { Steps } from './loop.ts';
import type { LoadRight, Right } from './right.ts';
import type { Tile } from './tile.ts';

/** An operand, or the part of it that a workgroup holds. */
export interface Staged<Load> {
  /** Writes the copy of `steps` steps from the step `from` on. */
  readonly fill: (from: string, steps: number) => void;
  /** Of steps counted from the first that is held. */
  readonly load: Load;
}

/** Writes the walk; `add` what is done with the operands at some steps. */
export function overReduction(
  kernel: KernelWriter,
  k: number,
  { staged, depth }: Tile,
  left: LoadLeft | Staged<LoadLeft>,
  { load: right, groups }: Right,
  add: (rows: ReturnType<LoadLeft>, columns: ReturnType<LoadRight>) => void,
): void {
  /** What a turn takes of the reduction lies in one group. */
  const inTurns = groups !== undefined && groups.size % Math.max(1, staged) === 0;
  const some = (from: string | undefined, steps: Steps): void => {
    const there = from === undefined ? steps : { ...steps, at: `(${from} + ${steps.at})` };
    if (groups !== undefined && from !== undefined && !inTurns) {
      groups.open(`${there.at} / ${groups.size}u`);
    }
    const columns = 'fill' in right ? right.load(steps) : right(there);
    add('fill' in left ? left.load(steps) : left(there), columns);
  };
  if (staged === 0) {
    const each = (steps: Steps): void => some(undefined, steps);
    if (groups === undefined) overSteps(kernel, k, depth, 'k0', each);
    else overGroups(kernel, k, depth, groups, each);
    return;
  }
  const turn = (from: string, count: number): void => {
    if (groups !== undefined && inTurns) groups.open(`${from} / ${groups.size}u`);
    for (const operand of [left, right]) if ('fill' in operand) operand.fill(from, count);
    kernel.line('workgroupBarrier();');
    overSteps(kernel, count, depth, 's0', (steps) => some(from, steps));
  };
  const whole = k - (k % staged);
  if (whole > 0) {
    kernel.line(`for (var k0 = 0u; k0 < ${whole}u; k0 += ${staged}u) {`);
    turn('k0', staged);
    // The next turn writes what this one reads.
    kernel.line('workgroupBarrier();', '}');
  }
  if (whole < k) turn(`${whole}u`, k - whole);
}
