/** Removes the nodes whose results nobody reads. */

import { noDeadCode } from '../invariants.ts';
import { definePass } from '../pass.ts';

export const eliminateDeadCode = definePass({
  name: 'eliminate-dead-code',
  describe: 'removes nodes that no output depends on',
  ensures: [noDeadCode],
  tolerance: 0,
  run: (graph) => {
    for (const node of graph.nodesReversed()) {
      if (node.results.every((result) => graph.isUnused(result))) graph.remove(node);
    }
  },
});
