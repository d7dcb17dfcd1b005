/**
 * Puts the nodes into an order in which less memory is live at once: each right before the first that needs it, so
 * that one strip or branch is finished before the next begins. The order of the model stays where that is no worse.
 */

import { hasTrait } from '../../ir/define.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { byteSize, isStaticType } from '../../ir/types.ts';
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
    if (peakOf(graph, order) >= peakOf(graph, given)) return;
    // From the end: each goes before the one that follows it.
    for (let index = order.length - 2; index >= 0; index--) {
      const [node, next] = [order[index], order[index + 1]];
      if (node !== undefined && next !== undefined) graph.move(node, next);
    }
  },
});

/** What is live while nodes run one after another. Views live in the memory of what they show. */
class Memory {
  readonly #graph: Graph;
  /** Readers of a memory, by its first value, that have not run yet. */
  readonly #pending = new Map<Value, number>();

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const node of graph.nodes()) {
      for (const owner of this.#read(node)) {
        this.#pending.set(owner, (this.#pending.get(owner) ?? 0) + 1);
      }
    }
  }

  #read(node: Node): Set<Value> {
    return new Set(
      node.operands.flatMap((operand) => (operand === undefined ? [] : ownerOf(operand))),
    );
  }

  /** Bytes that the node's results take, and those that end with it. */
  effect(node: Node): { readonly taken: number; readonly freed: number } {
    const isView = hasTrait(node.op, 'view');
    const taken = isView ? 0 : node.results.reduce((sum, result) => sum + bytesOf(result), 0);
    let freed = 0;
    for (const owner of this.#read(node)) {
      const isLast = this.#pending.get(owner) === 1 && !isView;
      if (isLast && owner.producer !== undefined && !this.#graph.isOutput(owner)) {
        freed += bytesOf(owner);
      }
    }
    return { taken, freed };
  }

  run(node: Node): void {
    for (const owner of this.#read(node)) {
      this.#pending.set(owner, (this.#pending.get(owner) ?? 1) - 1);
    }
  }
}

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

/** The most bytes that results take at once. */
function peakOf(graph: Graph, order: readonly Node[]): number {
  const memory = new Memory(graph);
  let live = 0;
  let most = 0;
  for (const node of order) {
    const { taken, freed } = memory.effect(node);
    most = Math.max(most, live + taken);
    live += taken - freed;
    memory.run(node);
  }
  return most;
}

function producersOf(node: Node): Set<Node> {
  return new Set(node.operands.flatMap((operand) => operand?.producer ?? []));
}

/** The value whose memory a chain of views shows. */
function ownerOf(value: Value): Value {
  let owner = value;
  while (owner.producer !== undefined && hasTrait(owner.producer.op, 'view')) {
    const [operand] = owner.producer.operands;
    if (operand === undefined) return owner;
    owner = operand;
  }
  return owner;
}

function bytesOf({ type }: Value): number {
  return isStaticType(type) ? byteSize(type) : 0;
}
