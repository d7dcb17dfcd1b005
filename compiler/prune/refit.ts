/** Cuts a model and refits what stays on calibration data: layers in order, and queries whose keys lose features. */

import { cloneGraph } from '../../ir/clone.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import type { Calibration, CalibrationInputs } from '../calibrate/calibration.ts';
import { collectInputs } from '../calibrate/collect-inputs.ts';
import { costOfGraph } from '../cost.ts';
import type { PassContext } from '../pass.ts';
import { fewerRuns } from '../quantize/compensation-diagnostics.ts';
import { placeOf } from '../quantize/layer-feedback.ts';
import type { Scratch } from '../quantize/scratch.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { adjustmentOf } from './compensate.ts';
import { normGroupsJoined, notCompensated, scoresNotCompensated } from './diagnostics.ts';
import { bestWay } from './best-way.ts';
import { fitLayers } from './fit-layers.ts';
import { MOST_INPUTS } from './fitted-layer.ts';
import type { Adjustment, Narrowing } from './narrow.ts';
import { scoreCompensations } from './score-compensation.ts';

/** Of inputs; places in one run are alike, so that runs count for more than places. */
const MOST_RUNS = 32;
/** Activations of both models that are held at once. */
const MOST_BYTES = 384 << 20;

export interface RefitData {
  readonly calibration: Calibration;
  readonly scratch: Scratch;
}

/** `narrow` cuts the graph in place, with what it is given for weights. */
export async function refit(
  graph: Graph,
  analysis: ChannelAnalysis,
  narrowing: Narrowing,
  { calibration, scratch }: RefitData,
  context: PassContext,
  narrow: (adjustment?: (value: Value) => Adjustment | undefined) => void,
): Promise<void> {
  const given = await collectInputs(graph, calibration, context);
  if (given === undefined) return narrow();
  const scores = await scoreCompensations(graph, analysis, narrowing, given, context);
  const original = cloneGraph(graph);
  const known: readonly Node[] = [...graph.nodes()];
  narrow((value) => {
    const own = scores.byWeight.get(value);
    return own && adjustmentOf([own]);
  });
  const nodes = [...graph.nodes()];
  const inputs = chosen(given, [original, graph], context);
  const models = { original, narrow: graph, known };
  const settings = { analysis, narrowing, scores: scores.byWeight, scratch };
  const way = await bestWay(models, settings, inputs, context);
  const left =
    way === 'none' ? [] : await fitLayers(models, { ...settings, ...way }, inputs, context);
  const joined = known.filter((node, index) => isJoined(node, nodes[index])).length;
  if (joined > 0) context.report(normGroupsJoined(joined));
  if (left.length > 0) {
    const names = left.map(({ weight, node }) => weight.name ?? node.op.name);
    context.report(notCompensated(names, MOST_INPUTS));
  }
  if (scores.left.length > 0) {
    const names = scores.left.map(({ name, producer }) => name ?? producer?.op.name ?? 'a value');
    context.report(scoresNotCompensated(names));
  }
}

/** A norm that is each channel's own stays so. */
function isJoined({ op, attributes, operands }: Node, now: Node | undefined): boolean {
  const { groups } = attributes;
  const isOwn = operands[0]?.type.shape.includes(Number(groups)) === true;
  return op === builtinOps.group_norm && !isOwn && groups !== now?.attributes['groups'];
}

/** As many as fit into memory, from all parts of the data. */
function chosen(
  given: readonly CalibrationInputs[],
  graphs: readonly Graph[],
  { report }: PassContext,
): readonly CalibrationInputs[] {
  const own = graphs.reduce((sum, one) => sum + (costOfGraph(one).peakActivationBytes ?? 0), 0);
  const wanted = Math.min(MOST_RUNS, given.length);
  const count = Math.min(wanted, Math.max(1, Math.floor(MOST_BYTES / (own || 1))));
  if (count < wanted) report(fewerRuns(count, given.length));
  return Array.from({ length: count }, (_, index) =>
    given.at(placeOf(index, given.length, count)),
  ).filter((one) => one !== undefined);
}
