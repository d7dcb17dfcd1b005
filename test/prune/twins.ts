/** Weights whose channels that go repeat others, or are nothing: then to lose them must change nothing. */

import { channelsIn } from '../../compiler/prune/axes.ts';
import type { ChosenChannels } from '../../compiler/prune/choose.ts';
import type { Importance } from '../../compiler/prune/importance.ts';
import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { splitAt } from '../../ir/shapes.ts';
import type { Tensor } from '../../ir/tensor.ts';

/** Every second channel goes, so that twins are neighbours and stand in one group of every norm. */
export const everySecond: Importance = (tensor, axis) =>
  Array.from({ length: tensor.shape[axis] ?? 0 }, (_, index) => 1 - (index % 2));

type Tensors = ReadonlyMap<string, Tensor>;
/** Each channel that goes with one that stays. */
type Pairs = readonly (readonly [gone: number, kept: number])[];

/**
 * What the graph computes while every channel that goes repeats one that stays: norms then see the same mean and
 * variance as without it. Whoever sums over channels reads nothing of those that go. Features of queries and keys,
 * which are summed over without weights, are nothing themselves.
 */
export async function evaluateWithTwins(
  graph: Graph,
  { analysis, narrowing }: ChosenChannels,
  inputs: Tensors,
): Promise<Tensors> {
  const { relations, consumers } = analysis;
  const scored = new Set(
    relations.scores.flatMap(({ query, queryAxis, key, keyAxis }) =>
      [analysis.layouts.get(query)?.[queryAxis], analysis.layouts.get(key)?.[keyAxis]].flatMap(
        (axis) =>
          channelsIn(axis ?? []).flatMap((ids) => Array.from(ids, (id) => relations.sets.find(id))),
      ),
    ),
  );
  const changes = new Map<Constant, (tensor: Tensor) => void>();
  const summed = (value: Value, axis: number): boolean =>
    consumers.some((use) => use.weight === value && use.axis === axis);
  for (const value of graph.constants()) {
    const { constant } = value;
    if (constant === undefined) continue;
    const edits = narrowing.layout(value).flatMap((factors, axis) => {
      const kept = narrowing.kept(factors);
      if (kept === undefined) return [];
      const own = factors.flatMap((factor) => (factor.kind === 'channels' ? [...factor.ids] : []));
      const dotted = own.some((id) => scored.has(relations.sets.find(id)));
      const empty = summed(value, axis) || dotted;
      return [{ axis, pairs: pairsOf(kept), empty }];
    });
    changes.set(constant, (tensor) => {
      for (const { axis, pairs, empty } of edits) change(tensor, axis, pairs, empty);
    });
  }
  return evaluateGraph(graph, inputs, {
    materialize: async (constant) => {
      const tensor = await materialize(constant);
      const copy = { ...tensor, data: tensor.data.slice() } as Tensor;
      changes.get(constant)?.(copy);
      return copy;
    },
  });
}

function pairsOf(kept: readonly boolean[]): Pairs {
  const places = kept.map((_, index) => index);
  const gone = places.filter((index) => kept[index] === false);
  const staying = places.filter((index) => kept[index] === true);
  return gone.map((index, rank) => [index, staying[rank] ?? -1]);
}

function change(tensor: Tensor, axis: number, pairs: Pairs, empty: boolean): void {
  const { outer, size, inner } = splitAt(tensor.shape, axis);
  for (let item = 0; item < outer; item++) {
    for (const [gone, kept] of pairs) {
      if (!empty && kept < 0) throw new Error('more channels go than stay');
      const to = (item * size + gone) * inner;
      const from = (item * size + kept) * inner;
      if (empty) tensor.data.fill(0 as never, to, to + inner);
      else tensor.data.copyWithin(to, from, from + inner);
    }
  }
}
