/**
 * Scores of attention without some features: the keys' removed features are guessed from those that stay, head by
 * head, and queries multiply by the guess. Nothing linear comes closer: q.k = q.(G k') where G is the regression of
 * keys on kept ones, so that q G takes the place of q.
 */

import { dataConstant } from '../../ir/constant.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { observe } from '../calibrate/observe.ts';
import type { PassContext } from '../pass.ts';
import type { ChannelAnalysis } from './analyse.ts';
import type { Compensation } from './compensate.ts';
import { channelsIn } from './axes.ts';
import { addProductsOfHeads, headsOf } from './heads.ts';
import type { Heads } from './heads.ts';
import { RIDGE, guessFromKept } from './least-squares.ts';
import type { Narrowing } from './narrow.ts';
import { weightsOfQueries } from './queries.ts';
import type { FeatureAxis } from './queries.ts';

export interface ScoreCompensations {
  readonly byWeight: ReadonlyMap<Value, Compensation>;
  /** Keys whose scores are not compensated. */
  readonly left: readonly Value[];
}

interface Pair {
  readonly key: Value;
  readonly heads: Heads;
  /** Of channels, head by head. */
  readonly sets: readonly number[];
  readonly weights: readonly FeatureAxis[];
  readonly grams: readonly Float64Array[];
}

export async function scoreCompensations(
  graph: Graph,
  analysis: ChannelAnalysis,
  narrowing: Narrowing,
  calibration: Calibration,
  context: PassContext,
): Promise<ScoreCompensations> {
  const pairs: Pair[] = [];
  const left: Value[] = [];
  const setOf = (id: number): number => analysis.relations.sets.find(id);
  for (const { query, key, keyAxis } of analysis.relations.scores) {
    const layout = analysis.layouts.get(key) ?? [];
    const gone = channelsIn(layout[keyAxis] ?? []).some((ids) =>
      ids.some((id) => !narrowing.stays(id)),
    );
    if (!gone) continue;
    const heads = headsOf(layout, keyAxis);
    const weights = weightsOfQueries(query, analysis);
    const known = key.producer !== undefined && graph.contains(key.producer);
    // One channel on several places, as where one weight makes queries and keys, cannot be told apart.
    const single = [heads?.ids ?? [], ...(weights ?? []).map(({ ids }) => ids)].every(
      (ids) => new Set(Array.from(ids, setOf)).size === ids.length,
    );
    if (heads === undefined || weights === undefined || !known || !single) {
      left.push(key);
      continue;
    }
    const grams = Array.from({ length: heads.count }, () => new Float64Array(heads.width ** 2));
    pairs.push({ key, heads, sets: Array.from(heads.ids, setOf), weights, grams });
  }
  if (pairs.length === 0) return { byWeight: new Map(), left };
  await observe(graph, calibration, context, (value, tensor) => {
    for (const { key, heads, grams } of pairs) {
      if (key === value) addProductsOfHeads(grams, tensor, heads);
    }
  });
  const byWeight = new Map<Value, Compensation>();
  for (const pair of pairs) {
    for (const use of pair.weights)
      byWeight.set(use.weight, compensation(pair, use, narrowing, setOf));
  }
  return { byWeight, left };
}

/** The guess as a matrix over the whole axis, on which other channels may stand too. */
function compensation(
  { heads, sets, grams }: Pair,
  { axis, ids, weight }: FeatureAxis,
  narrowing: Narrowing,
  setOf: (id: number) => number,
): Compensation {
  const { width } = heads;
  const places = new Map(sets.map((set, place) => [set, place] as const));
  const columns = Array.from(ids.keys()).filter((index) => narrowing.stays(ids[index] ?? 0));
  const columnOf = new Map(columns.map((index, column) => [setOf(ids[index] ?? 0), column]));
  const guesses = grams.map((gram, head) => {
    const features = Array.from({ length: width }, (_, feature) => feature);
    const kept = features.filter((feature) => columnOf.has(sets[head * width + feature] ?? -1));
    return { kept, guess: guessFromKept(gram, width, kept, RIDGE) };
  });
  const matrix = new Float64Array(ids.length * columns.length);
  const put = (row: number, set: number | undefined, value: number): void => {
    const column = columnOf.get(set ?? -1);
    if (column !== undefined) matrix[row * columns.length + column] = value;
  };
  for (const [row, id] of ids.entries()) {
    const place = places.get(setOf(id));
    if (place === undefined) {
      put(row, setOf(id), 1);
      continue;
    }
    const { kept = [], guess } = guesses[Math.floor(place / width)] ?? {};
    const feature = place % width;
    for (const [index, other] of kept.entries()) {
      put(row, sets[place - feature + other], guess?.[feature * kept.length + index] ?? 0);
    }
  }
  const { dtype } = weight.type;
  const values = tensorFrom(dtype, [ids.length, columns.length], [...matrix]);
  return { axis, guess: dataConstant(values) };
}
