/**
 * Recognises attention in all its spellings: two matrix products around a softmax, with the scale before,
 * between or split, masks added or chosen, casts and reshapes in between, in slices or head by head.
 */

import { createBuilder } from '../../ir/builder.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { mergeOrigins, resultOf } from '../../ir/graph.ts';
import type { Graph } from '../../ir/graph.ts';
import { einsum } from '../../ir/ops/composite/einsum.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { definePass } from '../pass.ts';
import { removeUnused, replaceNode } from '../rewrite.ts';
import { fold } from './canonicalize/general.ts';
import { movementSimplifications } from './canonicalize/movement.ts';
import { sliceSimplifications } from './canonicalize/slices.ts';
import { buildAttention } from './raise-attention/build.ts';
import { joinChunks } from './raise-attention/chunks.ts';
import { joinHeads } from './raise-attention/heads.ts';
import { joinSlices } from './raise-attention/join.ts';
import { absorbScale } from './raise-attention/scale.ts';
import { matchAttention } from './raise-attention/scores.ts';
import { simplify } from './shared/rewriter.ts';

const NAME = 'raise-attention';

export const raiseAttention = definePass({
  name: NAME,
  describe: 'recognises softmax(query @ key^T * scale + mask) @ value in all its spellings',
  // Half-precision models round their scores; one attention does not.
  tolerance: 2e-3,
  run: async (graph) => {
    decomposeProducts(graph);
    const tidy = [fold, ...movementSimplifications, ...sliceSimplifications];
    simplify(graph, tidy, NAME);
    await raise(graph);
    simplify(graph, [...tidy, joinSlices, joinChunks, joinHeads], NAME);
    simplify(graph, [...tidy, absorbScale], NAME);
  },
});

/** Einsums in the spelling of each head become matrix products. */
function decomposeProducts(graph: Graph): void {
  for (const node of graph.nodes()) if (node.op === einsum) decomposeNode(graph, node, NAME);
}

async function raise(graph: Graph): Promise<void> {
  for (const node of graph.nodes()) {
    const match = matchAttention(graph, node);
    if (match === undefined || graph.isUnused(resultOf(match.second))) continue;
    const origin = mergeOrigins(
      match.nodes.map((matched) => matched.origin),
      NAME,
    );
    const builder = createBuilder(builtinOps, graph, { before: match.second, origin });
    const value = await buildAttention(builder, match);
    if (resultOf(match.second).users.size === 0 && !graph.isOutput(resultOf(match.second)))
      continue;
    replaceNode(graph, match.second, value);
    removeUnused(graph, [match.second]);
  }
}
