/** Finds the channels that go: analyses the graph, scores and selects, and starts again where a node would not fit. */

import type { Graph, Node } from '../../ir/graph.ts';
import { analyseChannels } from './analyse.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { groupsOf } from './groups.ts';
import type { ChannelGroup } from './groups.ts';
import { Narrowing } from './narrow.ts';
import type { ChannelRules } from './rules/index.ts';
import { selectChannels } from './select.ts';
import type { SelectOptions, Selection } from './select.ts';

export interface ChoiceOptions extends Omit<SelectOptions, 'importance'> {
  readonly rules: ChannelRules;
  readonly wholeHeads: boolean;
  /** Norms whose groups would be left with one channel each get half as many, for weights that are refitted. */
  readonly joinsNormGroups?: boolean;
  /** The importance of each set of channels. */
  readonly scores: (analysis: ChannelAnalysis) => Promise<ReadonlyMap<number, number>>;
}

export interface ChosenChannels {
  readonly analysis: ChannelAnalysis;
  readonly groups: readonly ChannelGroup[];
  readonly selection: Selection;
  readonly narrowing: Narrowing;
}

export async function chooseChannels(
  graph: Graph,
  options: ChoiceOptions,
): Promise<ChosenChannels> {
  const { rules, wholeHeads } = options;
  const stuck = new Set<Node>();
  for (;;) {
    const analysis = analyseChannels(graph, rules, wholeHeads, stuck);
    const groups = groupsOf(analysis);
    const scores = await options.scores(analysis);
    const importance = (set: number): number => scores.get(set) ?? 0;
    const selection = selectChannels(groups, analysis.relations, { ...options, importance });
    const narrowing = new Narrowing(analysis, selection.removed, rules, options.joinsNormGroups);
    const misfits = narrowing.misfits(graph);
    for (const node of misfits) stuck.add(node);
    if (misfits.length === 0) return { analysis, groups, selection, narrowing };
  }
}
