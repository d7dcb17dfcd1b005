/** Whether the repeated compile gave what the manifest says of the folder. */

import type { Graph } from '../../../ir/graph.ts';
import type { ManifestTarget } from '../../manifest.ts';
import type { Lowering } from './lowering.ts';

/** In words; only what a target counts the same way is compared. */
export function differencesOf(
  { figures }: ManifestTarget,
  graph: Graph,
  { kernels, layers, others, memory }: Lowering,
  isWebgpu: boolean,
): readonly string[] {
  const sum = (numbers: Iterable<number>): number => {
    let total = 0;
    for (const number of numbers) total += number;
    return total;
  };
  const found: Readonly<Record<string, number>> = {
    nodesAfter: graph.size,
    ...(isWebgpu && {
      dispatches: sum(kernels.map(({ dispatches }) => dispatches)),
      weightBytes: sum([...layers.map(({ bytes }) => bytes), ...others.values()]),
      arenaBytes: memory.planned ?? 0,
      arenaLowerBound: memory.lowerBound,
    }),
  };
  return Object.entries(found).flatMap(([name, value]) => {
    const told = figures[name];
    return told === undefined || told === value ? [] : [`${name} is ${value}, not ${told}`];
  });
}
