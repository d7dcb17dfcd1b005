/** Applies simplifications that ask for traits or shapes, where a pattern over ops would not say it. */

import { createBuilder } from '../../../ir/builder.ts';
import { mergeOrigins } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { removeUnused, replaceNode } from '../../rewrite.ts';
import type { Builder } from '../../rewrite.ts';

export interface RewriteContext {
  readonly graph: Graph;
  /** A builder before the node; what it makes takes the origins of the node and of `consumed`. */
  readonly build: (...consumed: readonly Node[]) => Builder;
}

/**
 * Returns what the node's first result is replaced by, of the same type; undefined, before anything is
 * built, if it does not apply.
 */
export type Simplification = (node: Node, context: RewriteContext) => Value | undefined;

const MAX_ROUNDS = 200;

/** Applies the first that fits at each node, over and over until none does. Returns how often one did. */
export function simplify(
  graph: Graph,
  simplifications: readonly Simplification[],
  pass: string,
): number {
  let total = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = 0;
    for (const node of graph.nodes()) {
      if (simplifyNode(graph, node, simplifications, pass)) changed++;
    }
    if (changed === 0) return total;
    total += changed;
  }
  throw new Error(`${pass} still changes the graph after ${MAX_ROUNDS} rounds`);
}

function simplifyNode(
  graph: Graph,
  node: Node,
  simplifications: readonly Simplification[],
  pass: string,
): boolean {
  if (node.results.every((result) => graph.isUnused(result))) return false;
  const context: RewriteContext = {
    graph,
    build: (...consumed) => {
      const origin = mergeOrigins(
        [node, ...consumed].map((item) => item.origin),
        pass,
      );
      return createBuilder(builtinOps, graph, { before: node, origin });
    },
  };
  for (const simplification of simplifications) {
    const value = simplification(node, context);
    if (value === undefined) continue;
    replaceNode(graph, node, value);
    removeUnused(graph, [node]);
    return true;
  }
  return false;
}
