/** The pass `edit-blocks`: removes ResNet and attention blocks of a UNet, or copies them, by their addresses. */

import { attr } from '../../ir/attr.ts';
import { isError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { costOfGraph } from '../cost.ts';
import { definePass } from '../pass.ts';
import { parseActions } from './actions.ts';
import type { BlockAction } from './actions.ts';
import { applyActions } from './apply.ts';
import { blocksEdited, noUnet } from './diagnostics.ts';
import { isAlive, isBlock, isStep, planOf } from './plan.ts';
import { recognizeBlocks } from './recognize.ts';
import type { Recognition } from './recognize.ts';
import { checkFits, rewire } from './rewire.ts';
import { connectSkips } from './skips.ts';

const NAME = 'edit-blocks';

export const editBlocks = definePass({
  name: NAME,
  describe: 'removes or copies the ResNet and attention blocks of a UNet by their addresses',
  options: {
    /** `remove down.0.attn.*, copy up.0.attn.0 after up.0.attn.1` */
    actions: attr.string(''),
  },
  // What a model computes without a block is for its user to measure.
  tolerance: Infinity,
  run: (graph, { actions: text }, { report }) => {
    let failed = false;
    const tell = (diagnostic: Diagnostic): void => {
      failed ||= isError(diagnostic);
      report(diagnostic);
    };
    const actions = parseActions(text, tell);
    if (failed || actions.length === 0) return;
    const recognition = recognizeBlocks(graph);
    const obstacle = obstacleOf(graph, recognition);
    if (recognition === undefined || obstacle !== undefined) {
      tell(noUnet(obstacle ?? 'no image goes through it'));
      return;
    }
    edit(graph, recognition, actions, tell, () => failed);
  },
});

function edit(
  graph: Graph,
  { parts }: Recognition,
  actions: readonly BlockAction[],
  tell: (diagnostic: Diagnostic) => void,
  failed: () => boolean,
): void {
  const before = costOfGraph(graph).parameters;
  const entries = planOf(parts);
  applyActions(entries, actions, tell);
  if (failed()) return;
  const reads = connectSkips(entries, tell);
  if (reads !== undefined) checkFits(entries, reads, tell);
  if (reads === undefined || failed()) return;
  rewire(graph, entries, reads, NAME);
  const blocks = entries.filter(isBlock);
  const removed = blocks.filter((step) => !isAlive(step) && !step.copied).length;
  const copied = blocks.filter((step) => isAlive(step) && step.copied).length;
  tell(blocksEdited(removed, copied, [before, costOfGraph(graph).parameters]));
}

/** Why the way of the image cannot be built anew. */
function obstacleOf(graph: Graph, recognition: Recognition | undefined): string | undefined {
  if (recognition === undefined) return 'no image goes through it';
  const { parts, rest } = recognition;
  if (!planOf(parts).some((entry) => isStep(entry) && isBlock(entry))) {
    return 'it has no ResNet or attention blocks';
  }
  const last = parts.at(-1)?.output;
  const inside = new Set(parts.flatMap(({ nodes }) => nodes));
  const outputs = new Set(graph.outputs.map(({ value }) => value));
  for (const value of Array.from(inside, ({ results }) => results).flat()) {
    if (outputs.has(value) && value !== last)
      return `an output reads ${value.name ?? 'a value'} inside a block`;
  }
  const reader = rest.find(({ operands }) =>
    operands.some((value) => value?.producer !== undefined && inside.has(value.producer)),
  );
  return reader && `${reader.op.name} beside the blocks reads what is in them`;
}
