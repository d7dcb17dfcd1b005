/** Writes composite ops in core ops, save those that a target has kernels for. */

import { attr } from '../../ir/attr.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { Graph, mergeOrigins } from '../../ir/graph.ts';
import type { Node } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { foldedConstants, noDeadCode } from '../invariants.ts';
import { definePass } from '../pass.ts';
import type { Pass } from '../pass.ts';

const NAME = 'decompose-composites';

/** Decompositions build on constants of their own, and may compute what nobody reads. */
const BROKEN = [foldedConstants, noDeadCode];

export const decomposeComposites = definePass({
  name: NAME,
  describe: 'writes composite ops in core ops, save those that the target keeps',
  options: {
    /** Names of ops that stay, separated by commas. */
    keep: attr.string(''),
  },
  breaks: BROKEN,
  run: (graph, { keep }) => {
    const kept = new Set(keep.split(',').map((name) => name.trim()));
    decomposeAll(graph, (node) => !kept.has(node.op.name));
  },
});

/** The pass for a target that says itself which ops it keeps. */
export function decomposeExcept(keeps: (op: string, definition: OpDefinition) => boolean): Pass {
  return definePass({
    name: NAME,
    describe: 'writes composite ops in core ops, save those that the target lowers',
    breaks: BROKEN,
    run: (graph) => decomposeAll(graph, (node) => !keeps(node.op.name, node.op)),
  });
}

function decomposeAll(graph: Graph, isUnwanted: (node: Node) => boolean): void {
  let changed = true;
  // Again while a decomposition, or a body that was opened, brought further composite ops.
  while (changed) {
    changed = false;
    for (const node of graph.nodes()) {
      if (node.op.kind !== 'composite') continue;
      if (isUnwanted(node)) {
        decomposeNode(graph, node, NAME);
        changed = true;
      } else decomposeBodies(graph, node, isUnwanted);
    }
  }
}

/** The same within the graphs that a node holds. */
function decomposeBodies(graph: Graph, node: Node, isUnwanted: (node: Node) => boolean): void {
  const attributes: Record<string, unknown> = { ...node.attributes };
  let changed = false;
  for (const [name, value] of Object.entries(attributes)) {
    if (!(value instanceof Graph)) continue;
    if (![...value.nodes()].some((item) => item.op.kind === 'composite' && isUnwanted(item)))
      continue;
    const body = cloneGraph(value);
    decomposeAll(body, isUnwanted);
    attributes[name] = body;
    changed = true;
  }
  if (!changed) return;
  const made = graph.insert(
    {
      op: node.op,
      operands: namedOperands(node.op, node.operands),
      attributes,
      origin: mergeOrigins([node.origin], NAME),
      names: node.results.map((result) => result.name),
    },
    node,
  );
  node.results.forEach((result, index) => {
    const twin = made.results[index];
    if (twin !== undefined) graph.replaceAllUses(result, twin);
  });
  graph.remove(node);
}
