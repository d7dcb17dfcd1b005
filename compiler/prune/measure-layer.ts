/** Measures what a layer of the narrower model reads, together with what it should compute. */

import { materialize } from '../../ir/constant.ts';
import type { Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { mixtureOf, pickOf, targetRows } from './channel-rows.ts';
import type { Mixture } from './channel-rows.ts';
import type { Compensation } from './compensate.ts';
import type { FittedLayer } from './fitted-layer.ts';
import type { Narrowing } from './narrow.ts';
import { Products } from './products.ts';
import type { Step } from './side-by-side.ts';

/** How the model was cut. */
export interface Cut {
  readonly narrowing: Narrowing;
  /** What the scores of attention make of weights of queries. */
  readonly scores: ReadonlyMap<Value, Compensation>;
}

/** At most so many places of each run are looked at. */
export async function measureLayer(
  { original, inOriginal, inChanged, breathe }: Step,
  { weight, input, resultAxis, outputs, rows: rowsOfRun, beside, known }: FittedLayer,
  { narrowing, scores }: Cut,
  most: number,
): Promise<Products | undefined> {
  const [result] = original.results;
  const wanted = result && inOriginal(result);
  const read = inChanged(input);
  const score = scores.get(known.weight);
  const stays = narrowing.kept(narrowing.layout(known.result)[resultAxis] ?? []);
  const mixture =
    score === undefined
      ? pickOf(placesThatStay(stays, outputs.count))
      : mixtureOf(await materialize(score.guess));
  if (!rowsOfRun || !wanted || !read || mixture.count !== outputs.count) return undefined;
  const columns = elementCount(weight.constant.type.shape) / outputs.count;
  const products = new Products(columns, outputs.count);
  const every = pickOf(placesThatStay(undefined, outputs.count));
  const shortcut = beside && [inOriginal(beside.original), inChanged(beside.changed)];
  for (const [run, tensor] of read.entries()) {
    const rowsOf = (value: Tensor, of: Mixture): Float64Array =>
      targetRows(value, resultAxis, most, of);
    const own = wanted[run];
    const targets = own === undefined ? new Float64Array(0) : rowsOf(own, mixture);
    // What is lost on the way beside it is made good for here, where both are added.
    const [whole, cut] = [shortcut?.[0]?.[run], shortcut?.[1]?.[run]];
    if (whole !== undefined && cut !== undefined) {
      const there = rowsOf(cut, every);
      rowsOf(whole, mixture).forEach((value, at) => {
        targets[at] = (targets[at] ?? 0) + value - (there[at] ?? 0);
      });
    }
    let start = 0;
    rowsOfRun(tensor)(most, (rows, count) => {
      const end = start + count * outputs.count;
      products.add(rows, targets.subarray(start, end), count);
      start = end;
    });
    await breathe();
  }
  return products;
}

function placesThatStay(stays: readonly boolean[] | undefined, count: number): readonly number[] {
  if (stays !== undefined) return stays.flatMap((own, index) => (own ? [index] : []));
  return Array.from({ length: count }, (_, index) => index);
}
