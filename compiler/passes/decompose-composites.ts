/** Writes composite ops as core ops, except those that the target keeps. */

import { attr } from '../../ir/attr.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import type { Graph } from '../../ir/graph.ts';
import { definePass } from '../pass.ts';
import type { Pass } from '../pass.ts';

const NAME = 'decompose-composites';

function decompose(graph: Graph, keeps: (op: string) => boolean): void {
  for (const node of graph.nodes()) {
    if (node.op.decompose !== undefined && !keeps(node.op.name)) decomposeNode(graph, node, NAME);
  }
}

export const decomposeComposites = definePass({
  name: NAME,
  describe: 'writes composite ops as core ops, except those that are kept',
  options: {
    /** Names of ops, separated by commas. */
    keep: attr.string(''),
  },
  run: (graph, { keep }) => {
    const names = new Set(keep.split(',').map((name) => name.trim()));
    decompose(graph, (op) => names.has(op));
  },
});

/** The pass for a target that says itself which ops it keeps. */
export function decomposeExcept(keeps: (op: string) => boolean): Pass {
  return definePass({
    name: NAME,
    describe: 'writes composite ops as core ops, except those that the target lowers',
    run: (graph) => decompose(graph, keeps),
  });
}
