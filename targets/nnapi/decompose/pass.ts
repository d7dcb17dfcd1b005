/** Rewrites a graph until each node has an operation of its own at the feature level. */

import { decomposeNode } from '../../../ir/decompose.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Graph, Node } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { foldedConstants, noDeadCode } from '../../../compiler/invariants.ts';
import { definePass } from '../../../compiler/pass.ts';
import type { Pass } from '../../../compiler/pass.ts';
import { staticShapeOf } from '../../shape.ts';
import type { LowerContext } from '../lowering.ts';
import { loweringOf } from '../lowerings.ts';
import { siteOf } from './site.ts';

const NAME = 'decompose-for-nnapi';
/** Rewrites build on each other a few deep. */
const MAX_ROUNDS = 50;

/** Throws a DiagnosticError for a node that NNAPI cannot express. */
export function decomposeForNnapi(graph: Graph, context: LowerContext): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = false;
    for (const node of graph.nodes()) {
      if (node.results.every((result) => elementCount(staticShapeOf(result)) === 0)) continue;
      if (rewrite(graph, node, context)) changed = true;
    }
    if (!changed) return;
  }
  throw new Error(`${NAME} does not come to an end`);
}

export function decomposeFor(context: LowerContext): Pass {
  return definePass({
    name: NAME,
    describe: 'writes what the feature level has no operation for in what it has',
    breaks: [foldedConstants, noDeadCode],
    // Angles of turns are nearer to the truth than products in fp32, which are off by up to 6e-5 at a step of 1000.
    tolerance: context.relaxed ? 1e-4 : 1e-5,
    run: (graph, _, { report }) => {
      try {
        decomposeForNnapi(graph, context);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        error.diagnostics.forEach(report);
      }
    },
  });
}

function rewrite(graph: Graph, node: Node, context: LowerContext): boolean {
  const lowering = loweringOf(node);
  if (lowering === undefined) {
    if (node.op.kind !== 'composite') return false;
    decomposeNode(graph, node, NAME);
    return true;
  }
  const built = lowering.rewrite(siteOf(graph, node, context, NAME));
  if (built === undefined) return false;
  const values = [built].flat();
  node.results.forEach((result, index) => {
    const value = values[index];
    if (value === undefined) throw new Error(`${node.op.name} lost result ${index}`);
    if (result.name !== undefined && value.producer !== undefined) {
      graph.nameValue(value, result.name);
    }
    graph.replaceAllUses(result, value);
  });
  graph.remove(node);
  return true;
}
