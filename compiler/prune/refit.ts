/** What is refitted of a model that loses channels: weights that read them, and queries whose keys lose features. */

import type { Graph, Value } from '../../ir/graph.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import type { PassContext } from '../pass.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { MOST_INPUTS, compensated, compensations } from './compensate.ts';
import type { Compensation } from './compensate.ts';
import { notCompensated, scoresNotCompensated } from './diagnostics.ts';
import type { Adjustment, Narrowing } from './narrow.ts';
import { scoreCompensations } from './score-compensation.ts';

export async function refit(
  graph: Graph,
  analysis: ChannelAnalysis,
  narrowing: Narrowing,
  calibration: Calibration,
  context: PassContext,
): Promise<ReadonlyMap<Value, Adjustment>> {
  const readers = await compensations(graph, analysis, narrowing, calibration, context);
  const scores = await scoreCompensations(graph, analysis, narrowing, calibration, context);
  if (readers.left.length > 0) {
    const names = readers.left.map(({ weight, node }) => weight.name ?? node.op.name);
    context.report(notCompensated(names, MOST_INPUTS));
  }
  if (scores.left.length > 0) {
    const names = scores.left.map(({ name, producer }) => name ?? producer?.op.name ?? 'a value');
    context.report(scoresNotCompensated(names));
  }
  const lists = new Map<Value, readonly Compensation[]>();
  for (const [weight, own] of [...readers.byWeight, ...scores.byWeight]) {
    lists.set(weight, [...(lists.get(weight) ?? []), own]);
  }
  return new Map(
    Array.from(lists, ([weight, list]) => [
      weight,
      {
        axes: list.map(({ axis }) => axis),
        adjust: (constant) => list.reduce(compensated, constant),
      } satisfies Adjustment,
    ]),
  );
}
