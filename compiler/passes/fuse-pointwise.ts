/** Fuses pointwise nodes of one result shape that only feed each other into one node. */

import { attr } from '../../ir/attr.ts';
import { hasTrait } from '../../ir/define.ts';
import { resultOf } from '../../ir/graph.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { shapeEquals } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { fuse, outerOperands } from './shared/fusion.ts';

const NAME = 'fuse-pointwise';

export const fusePointwise = definePass({
  name: NAME,
  describe: 'fuses pointwise nodes of one shape that only feed each other',
  options: {
    /** Tensors that a fused node may read; with its result they must fit the storage bindings of a kernel. */
    maxOperands: attr.int(7),
    /** Nodes that one body may hold. */
    maxNodes: attr.int(64),
  },
  tolerance: 0,
  run: (graph, limits) => {
    const places = new Map([...graph.nodes()].map((node, index) => [node, index] as const));
    // From the end, so that a group grows from its only exit to all that feeds it.
    for (const node of graph.nodesReversed()) {
      if (!graph.contains(node) || !isPointwise(node)) continue;
      const group = grow(graph, node, places, limits);
      if (group.length > 1) fuse(graph, group, 'pointwise', NAME);
    }
  },
});

interface Limits {
  readonly maxOperands: number;
  readonly maxNodes: number;
}

function isPointwise(node: Node): boolean {
  return hasTrait(node.op, 'pointwise') && node.results.length === 1;
}

/** The exit and the producers above it whose results nobody else reads, in the graph's order. */
function grow(
  graph: Graph,
  exit: Node,
  places: ReadonlyMap<Node, number>,
  { maxOperands, maxNodes }: Limits,
): readonly Node[] {
  const group = new Set([exit]);
  const { shape } = resultOf(exit).type;
  const sorted = (nodes: Iterable<Node>): Node[] =>
    [...nodes].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  const refused = new Set<Node>();
  for (;;) {
    const candidates = [...group]
      .flatMap((node) => node.operands.flatMap((operand) => operand?.producer ?? []))
      .filter((producer) => !group.has(producer) && !refused.has(producer) && isPointwise(producer))
      .filter((producer) => {
        const result = resultOf(producer);
        return (
          shapeEquals(result.type.shape, shape) &&
          !graph.isOutput(result) &&
          [...result.users].every((user) => group.has(user))
        );
      });
    // The latest first, so that what several candidates share is reached with all its readers inside.
    const next = sorted(candidates).at(-1);
    if (next === undefined) return sorted(group);
    const grown = sorted([...group, next]);
    if (grown.length > maxNodes || outerOperands(grown).length > maxOperands) refused.add(next);
    else group.add(next);
  }
}
