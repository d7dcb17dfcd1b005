/** Makes the pass `prune-channels`, also with data and measures that text cannot say. */

import { matchesGlob } from '../globs.ts';
import { attr } from '../../ir/attr.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { costOfGraph } from '../cost.ts';
import { definePass } from '../pass.ts';
import type { PassContext } from '../pass.ts';
import { foldConstants } from '../passes/fold-constants.ts';
import { raiseGroupNorm } from '../passes/raise-group-norm.ts';
import { memoryScratch } from '../quantize/scratch.ts';
import type { Scratch } from '../quantize/scratch.ts';
import { activationImportance } from './activations.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { chooseChannels } from './choose.ts';
import {
  cannotCut,
  channelsPruned,
  layersNotFound,
  noCalibration,
  normsRedrawn,
  nothingPruned,
  ratioOutOfRange,
  ratiosCoupled,
} from './diagnostics.ts';
import { nameOf } from './groups.ts';
import type { ChannelGroup } from './groups.ts';
import { byL1, byL2, weightImportance } from './importance.ts';
import type { Importance } from './importance.ts';
import { narrowGraph } from './narrow.ts';
import type { Narrowing } from './narrow.ts';
import { isRatio, parseRatios, ratioFor } from './ratios.ts';
import type { LayerRatio } from './ratios.ts';
import { refit } from './refit.ts';
import type { RefitData } from './refit.ts';
import { channelRules } from './rules/index.ts';
import type { ChannelRules } from './rules/index.ts';
import type { Selection } from './select.ts';

const NAME = 'prune-channels';

/** What text cannot say. */
export interface PruneExtras {
  /** For importance by activations, and for compensation. */
  readonly calibration?: Calibration;
  /** Where refitted weights are kept until they are written; in memory when absent. */
  readonly scratch?: Scratch;
  /** A measure of one's own; the option `importance` does not count then. */
  readonly importance?: Importance;
  /** For ops of one's own that are neither pointwise nor composite. */
  readonly rules?: ChannelRules;
}

const options = {
  /** The share of each group's channels that goes. */
  ratio: attr.float(0),
  /** Other shares for some layers: GLOB=RATIO with commas between; the last glob that fits decides. */
  layers: attr.string(''),
  importance: attr.oneOf(['l1', 'l2', 'activation'], 'l2'),
  /** Attention loses features of every head, or whole heads. */
  heads: attr.oneOf(['features', 'whole'], 'features'),
  /** What stays of a group is a multiple of it. */
  multipleOf: attr.int(1),
  /** Groups of fewer channels are interfaces, as those of a latent, and stay as they are. */
  smallest: attr.int(8),
  /** Refits the weights that read pruned channels on calibration data. */
  compensate: attr.bool(false),
};

export function createPruneChannels(extras: PruneExtras = {}) {
  return definePass({
    name: NAME,
    describe: 'removes the least important channels, together with all that depends on them',
    options,
    // What a model computes after losing channels is for its user to measure.
    tolerance: Infinity,
    run: async (graph, given, context) => {
      const { ratio, heads, multipleOf, compensate } = given;
      const { report, signal } = context;
      const faults: Diagnostic[] = [];
      const layers = parseRatios(given.layers, (fault) => faults.push(fault));
      if (!isRatio(ratio)) faults.push(ratioOutOfRange('the ratio', ratio));
      const { calibration, scratch = memoryScratch } = extras;
      const measures = extras.importance === undefined && given.importance === 'activation';
      for (const [asked, option] of [
        [measures, 'importance=activation'],
        [compensate, 'compensate=true'],
      ] as const) {
        if (asked && calibration === undefined) faults.push(noCalibration(option));
      }
      faults.forEach(report);
      if (faults.length > 0) return;

      // Weights that an exporter left to be transposed are measured and refitted like others.
      await foldConstants.run(graph, {}, context);
      // Groups of channels are told by group_norm, not by the reshapes that exporters write it in.
      await raiseGroupNorm.run(graph, {}, context);
      const { analysis, groups, selection, narrowing } = await chooseChannels(graph, {
        rules: { ...channelRules, ...extras.rules },
        wholeHeads: heads === 'whole',
        scores: (found) =>
          measures && calibration !== undefined
            ? activationImportance(graph, found, calibration, context)
            : weightImportance(
                found,
                extras.importance ?? (given.importance === 'l1' ? byL1 : byL2),
                signal,
              ),
        ratio: (group) =>
          isCut(group) || group.size < given.smallest ? 0 : ratioFor(group.names, layers, ratio),
        multipleOf,
        joinsNormGroups: compensate,
      });
      const before = costOfGraph(graph).parameters;
      const data = compensate && calibration ? { calibration, scratch } : undefined;
      await cut(graph, analysis, narrowing, data, context);
      tell(groups, layers, selection, [before, costOfGraph(graph).parameters], report);
    },
  });
}

/** The pass does not cut twice what it has cut. */
function isCut({ producers }: ChannelGroup): boolean {
  return producers.some(({ node }) => node.origin.passes.includes(NAME));
}

async function cut(
  graph: Graph,
  analysis: ChannelAnalysis,
  narrowing: Narrowing,
  data: RefitData | undefined,
  context: PassContext,
): Promise<void> {
  const isNarrower = ({ ids }: { readonly ids: Int32Array }): boolean =>
    ids.some((id) => !narrowing.stays(id));
  const cuts = new Set(analysis.producers.filter(isNarrower).map(({ node }) => node));
  if (cuts.size === 0) return;
  if (data === undefined) narrowGraph(graph, narrowing, NAME, cuts);
  else {
    await refit(graph, analysis, narrowing, data, context, (adjustment) =>
      narrowGraph(graph, narrowing, NAME, cuts, adjustment),
    );
  }
}

function tell(
  groups: readonly ChannelGroup[],
  layers: readonly LayerRatio[],
  { removed, uncut, regrouped, coupled }: Selection,
  parameters: readonly [number, number],
  report: (found: Diagnostic) => void,
): void {
  const prunable = groups.filter(({ removable }) => removable.length > 0);
  const known = prunable.map(nameOf);
  for (const { glob } of layers) {
    const found = prunable.some(({ names }) => names.some((name) => matchesGlob(name, glob)));
    if (!found) report(layersNotFound(glob, known));
  }
  if (uncut.length > 0) report(cannotCut(uncut.map(nameOf)));
  if (regrouped.length > 0) report(normsRedrawn(regrouped.map(nameOf)));
  if (coupled.length > 0) report(ratiosCoupled(coupled.map(nameOf)));
  if (removed.size === 0) {
    if (!groups.some(isCut)) report(nothingPruned());
    return;
  }
  const narrower = prunable.filter((group) => group.removable.some((set) => removed.has(set)));
  const before = narrower.reduce((sum, { size }) => sum + size, 0);
  report(channelsPruned(narrower.length, removed.size, before, parameters));
}
