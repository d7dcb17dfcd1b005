/** Whether a graph differs from one at other sizes in nothing but sizes and the numbers that follow from them. */

import type { Graph, Value } from '../ir/graph.ts';
import { broadcast } from '../ir/ops/core/broadcast.ts';

/**
 * The same ops on the same values, in the same order; what is computed of constants alone counts as one. `general` may
 * have broadcasts that are none at the sizes of `graph`.
 */
export function hasStructureOf(general: Graph, graph: Graph): boolean {
  const [own, other] = [structureOf(general), structureOf(graph)];
  const left = [...own.broadcasts];
  const covered = other.broadcasts.every((place) => {
    const at = left.indexOf(place);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return covered && own.nodes === other.nodes;
}

interface Structure {
  readonly nodes: string;
  /** What each of them reads. */
  readonly broadcasts: readonly number[];
}

function structureOf(graph: Graph): Structure {
  const places = new Map<Value, number>();
  const broadcasts: number[] = [];
  const nodes: unknown[] = [];
  for (const input of graph.inputs) places.set(input, places.size);
  let next = places.size;
  const placeOf = (value: Value | undefined): number | string =>
    value === undefined ? 'absent' : (places.get(value) ?? 'constant');
  for (const { op, operands, results } of graph.nodes()) {
    const read = operands.map(placeOf);
    const [source] = read;
    if (!read.some((place) => typeof place === 'number')) continue;
    const seen = op === broadcast && typeof source === 'number' ? source : undefined;
    for (const result of results) places.set(result, seen ?? next++);
    if (seen === undefined) nodes.push([op.name, ...read]);
    else broadcasts.push(seen);
  }
  nodes.push(graph.outputs.map(({ value }) => placeOf(value)));
  return { nodes: JSON.stringify(nodes), broadcasts };
}
