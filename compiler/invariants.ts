/** Named facts about a graph with a checker each; passes declare which they require and ensure. */

import { isStaticType } from '../ir/types.ts';
import type { Graph } from '../ir/graph.ts';
import { isFoldable } from './passes/shared/constant-folding.ts';

export interface Invariant {
  readonly name: string;
  /** What holds, for people. */
  readonly describe: string;
  /** The first violation in words, or undefined if the fact holds. */
  readonly check: (graph: Graph) => string | undefined;
}

/** Typed identity, so that an invariant reads as a declaration; user passes may declare their own. */
export function defineInvariant(invariant: Invariant): Invariant {
  return invariant;
}

export const staticShapes = defineInvariant({
  name: 'static-shapes',
  describe: 'every shape is known',
  check: (graph) => {
    for (const node of graph.nodes()) {
      if (!node.results.every((result) => isStaticType(result.type)))
        return `${node.op.name} has a symbolic shape`;
    }
    return graph.inputs.every((input) => isStaticType(input.type))
      ? undefined
      : 'an input has a symbolic shape';
  },
});

export const noDeadCode = defineInvariant({
  name: 'no-dead-code',
  describe: 'every node is read',
  check: (graph) => {
    for (const node of graph.nodes()) {
      if (node.results.every((result) => graph.isUnused(result)))
        return `${node.op.name} is never read`;
    }
    return undefined;
  },
});

export const foldedConstants = defineInvariant({
  name: 'folded-constants',
  describe:
    'no pure node has only constant operands, unless its result would be much larger than they',
  check: (graph) => {
    for (const node of graph.nodes()) {
      if (isFoldable(node)) return `${node.op.name} reads constants only`;
    }
    return undefined;
  },
});

export const coreOnly = defineInvariant({
  name: 'core-only',
  describe: 'no composite op is left',
  check: (graph) => {
    for (const node of graph.nodes())
      if (node.op.kind === 'composite') return `${node.op.name} is composite`;
    return undefined;
  },
});
