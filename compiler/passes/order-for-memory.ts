/**
 * Puts the nodes into an order in which less memory is live at once: each right before the first that needs it, so
 * that one strip or branch is finished before the next begins. The order of the model stays where that is no worse.
 */

import type { Graph, Node } from '../../ir/graph.ts';
import { peakActivations } from '../live-activations.ts';
import { staticShapes } from '../invariants.ts';
import { definePass } from '../pass.ts';

export const orderForMemory = definePass({
  name: 'order-for-memory',
  describe: 'orders nodes so that less memory is in use at once',
  requires: [staticShapes],
  tolerance: 0,
  run: (graph) => {
    const given = [...graph.nodes()];
    const order = demandOrder(graph, given);
    const [own = 0, best = 0] = [given, order].map((nodes) => peakActivations(graph, nodes));
    if (best >= own) return;
    // From the end: each goes before the one that follows it.
    for (let index = order.length - 2; index >= 0; index--) {
      const [node, next] = [order[index], order[index + 1]];
      if (node !== undefined && next !== undefined) graph.move(node, next);
    }
  },
});

/** Every node right before the first that needs it, from the outputs upwards; what no output needs comes last. */
function demandOrder(graph: Graph, given: readonly Node[]): readonly Node[] {
  const order = new Set<Node>();
  const wanted = [
    ...given.toReversed(),
    ...graph.outputs.flatMap(({ value }) => value.producer ?? []).toReversed(),
  ];
  for (;;) {
    const node = wanted.at(-1);
    if (node === undefined) return [...order];
    const missing = [...producersOf(node)].filter((producer) => !order.has(producer));
    if (missing.length === 0 || order.has(node)) order.add(wanted.pop() ?? node);
    else wanted.push(...missing.toReversed());
  }
}

function producersOf(node: Node): Set<Node> {
  return new Set(node.operands.flatMap((operand) => operand?.producer ?? []));
}
