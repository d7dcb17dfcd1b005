/** Energies of results: of sums, products and elements that are moved. */

import { reshapeGroups } from '../passes/shared/axes.ts';
import { elementCount } from '../../ir/types.ts';
import { countsOver, energyOver, magnitude, product } from './range.ts';
import type { Energy, Range } from './range.ts';

/** The energy along the axes of a result that the operand is broadcast to. */
export function broadcastEnergy(
  energy: Energy | undefined,
  shape: readonly number[],
  result: readonly number[],
): Energy | undefined {
  if (energy === undefined) return undefined;
  const shift = result.length - shape.length;
  const repeats = energy.axes.map((axis) => (shape[axis] === 1 ? (result[axis + shift] ?? 1) : 1));
  return {
    axes: energy.axes.map((axis) => axis + shift),
    bound: energy.bound * Math.sqrt(elementCount(repeats)),
  };
}

/** The one that says most about an element; undefined where bounds of elements say as much. */
export function bestEnergy(
  energies: readonly (Energy | undefined)[],
  shape: readonly number[],
  largest: number,
): Energy | undefined {
  let best: Energy | undefined;
  let least = largest;
  for (const energy of energies) {
    if (energy === undefined) continue;
    const each = energy.bound / Math.sqrt(elementCount(countsOver(shape, energy.axes)));
    if (!(each < least)) continue;
    best = energy;
    least = each;
  }
  return best;
}

/** Of sums of operands, which are broadcast to the result already. */
export function energyOfSum(
  ranges: readonly Range[],
  shape: readonly number[],
): Energy | undefined {
  const sums = ranges.flatMap(({ energy }) => {
    if (energy === undefined) return [];
    const counts = countsOver(shape, energy.axes);
    const bound = ranges.reduce((sum, range) => sum + energyOver(range, counts), 0);
    return [{ axes: energy.axes, bound }];
  });
  const largest = ranges.reduce((sum, range) => sum + magnitude(range), 0);
  return bestEnergy(sums, shape, largest);
}

export function energyOfProduct(a: Range, b: Range, shape: readonly number[]): Energy | undefined {
  const scaled = (one: Range, other: Range): Energy | undefined =>
    one.energy && { axes: one.energy.axes, bound: product(one.energy.bound, magnitude(other)) };
  return bestEnergy([scaled(a, b), scaled(b, a)], shape, Infinity);
}

export function transposedEnergy(
  energy: Energy | undefined,
  perm: readonly number[],
): Energy | undefined {
  return (
    energy && {
      axes: perm.flatMap((from, to) => (energy.axes.includes(from) ? [to] : [])),
      bound: energy.bound,
    }
  );
}

/** Where axes are joined or cut, the sum is taken over all of them. */
export function reshapedEnergy(
  energy: Energy | undefined,
  from: readonly number[],
  to: readonly number[],
): Energy | undefined {
  const groups = energy && reshapeGroups(from, to);
  if (energy === undefined || groups === undefined) return undefined;
  let { bound } = energy;
  const axes = groups.flatMap(({ input, result }) => {
    const missing = input.filter((axis) => !energy.axes.includes(axis));
    if (missing.length === input.length) return [];
    bound *= Math.sqrt(elementCount(missing.map((axis) => from[axis] ?? 1)));
    return result;
  });
  return axes.length === 0 ? undefined : { axes, bound };
}
