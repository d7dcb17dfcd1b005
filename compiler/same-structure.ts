/** Whether a graph differs from one at other sizes in nothing but sizes and the numbers that follow from them. */

import { hasTrait } from '../ir/define.ts';
import type { Graph, Node, Value } from '../ir/graph.ts';
import { elementCount, isStaticType } from '../ir/types.ts';

/**
 * The same ops on the same values, in the same order; what is computed of constants alone counts as one. `general` may
 * repeat elements where there is nothing to repeat at the sizes of `graph`, as a broadcast does.
 */
export function hasStructureOf(general: Graph, graph: Graph): boolean {
  const [own, other] = [structureOf(general), structureOf(graph)];
  const left = [...own.repeated];
  const covered = other.repeated.every((place) => {
    const at = left.indexOf(place);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return covered && own.nodes === other.nodes;
}

interface Structure {
  readonly nodes: string;
  /** What is repeated, once for each time. */
  readonly repeated: readonly number[];
}

function structureOf(graph: Graph): Structure {
  const places = new Map<Value, number>();
  const repeated: number[] = [];
  const nodes: unknown[] = [];
  for (const input of graph.inputs) places.set(input, places.size);
  let next = places.size;
  const placeOf = (value: Value | undefined): number | string =>
    value === undefined ? 'absent' : (places.get(value) ?? 'constant');
  for (const node of graph.nodes()) {
    const { op, operands, results } = node;
    const read = operands.map(placeOf);
    const [source] = read;
    if (!read.some((place) => typeof place === 'number')) continue;
    const seen = typeof source === 'number' && repeats(node) ? source : undefined;
    for (const result of results) places.set(result, seen ?? next++);
    if (seen === undefined) nodes.push([op.name, ...read]);
    else repeated.push(seen);
  }
  nodes.push(graph.outputs.map(({ value }) => placeOf(value)));
  return { nodes: JSON.stringify(nodes), repeated };
}

/** Gives the elements of its only operand, some of them several times. */
function repeats({ op, operands: [operand, ...others], results: [result] }: Node): boolean {
  if (operand === undefined || result === undefined || others.length > 0) return false;
  const [before, after] = [operand.type, result.type];
  if (!hasTrait(op, 'movement') || !isStaticType(before) || !isStaticType(after)) return false;
  return elementCount(after.shape) > elementCount(before.shape);
}
