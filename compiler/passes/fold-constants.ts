/** Computes what depends on constants only: small results at once, large ones as recipes. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { foldNode } from './shared/constant-folding.ts';

export const foldConstants = definePass({
  name: 'fold-constants',
  describe: 'turns nodes that read constants only into constants, large ones into recipes',
  ensures: [foldedConstants],
  tolerance: 0,
  run: (graph, _, { report }) => {
    for (const node of graph.nodes()) {
      try {
        foldInPlace(graph, node);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        error.diagnostics.forEach(report);
      }
    }
  },
});

function foldInPlace(graph: Graph, node: Node): void {
  const constants = foldNode(node);
  if (constants === undefined) return;
  node.results.forEach((result, index) => {
    const constant = constants[index];
    if (constant === undefined) throw new Error(`${node.op.name} lost result ${index}`);
    if (!graph.isUnused(result)) {
      graph.replaceAllUses(result, graph.addConstant(constant, result.name));
    }
  });
  graph.remove(node);
}
