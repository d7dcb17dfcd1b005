/** Finds the lowering of a node, and decomposes the composite nodes that are better written in core ops. */

import { decomposeNode } from '../../ir/decompose.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { foldedConstants, noDeadCode } from '../../compiler/invariants.ts';
import { definePass } from '../../compiler/pass.ts';
import type { Pass } from '../../compiler/pass.ts';
import { lowerings } from './lower/index.ts';
import type { LowerContext, Lowering } from './lowering.ts';

/** Undefined for composite ops that the target has no operation for. */
export function loweringOf(node: Node): Lowering | undefined {
  const table: Readonly<Record<string, Lowering>> = lowerings;
  if (Object.hasOwn(table, node.op.name)) return table[node.op.name];
  return node.op.lowerings?.['coreml'] as Lowering | undefined;
}

const NAME = 'decompose-composites';

/** Writes in core ops what the opset has no operation for. */
export function decomposeUnlowered(graph: Graph, context: LowerContext): void {
  let changed = true;
  while (changed) {
    changed = false;
    for (const node of graph.nodes()) {
      if (node.op.kind !== 'composite') continue;
      if (loweringOf(node)?.accepts(node, context) === true) continue;
      decomposeNode(graph, node, NAME);
      changed = true;
    }
  }
}

/** The same as a pass of the target's pipeline. */
export function decomposeFor(context: LowerContext): Pass {
  return definePass({
    name: NAME,
    describe: 'writes composite ops in core ops, save those that Core ML has',
    breaks: [foldedConstants, noDeadCode],
    run: (graph) => decomposeUnlowered(graph, context),
  });
}
