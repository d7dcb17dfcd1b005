/** Finds the ops of a graph that a target cannot lower. */

import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph, Node } from '../ir/graph.ts';
import { isEmpty } from './carrier.ts';

/** Nothing runs for results without elements. */
export function* runningNodes(graph: Graph): Generator<Node> {
  for (const node of graph.nodes()) {
    if (!node.results.every(isEmpty)) yield node;
  }
}

/** One diagnostic for each op, naming its first node. */
export function missingLowerings(
  nodes: Iterable<Node>,
  isLowered: (node: Node) => boolean,
  noLowering: (op: string, count: number, origin: Node['origin']) => Diagnostic,
): readonly Diagnostic[] {
  const missing = new Map<string, Node[]>();
  for (const node of nodes) {
    if (isLowered(node)) continue;
    missing.set(node.op.name, [...(missing.get(node.op.name) ?? []), node]);
  }
  return [...missing].flatMap(([op, found]) => {
    const [first] = found;
    return first === undefined ? [] : [noLowering(op, found.length, first.origin)];
  });
}
