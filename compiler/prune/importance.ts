/** How much a channel matters by the weights that compute it, read one tensor at a time. */

import { materialize } from '../../ir/constant.ts';
import { splitAt } from '../../ir/shapes.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { ChannelAnalysis, Producer } from './analyse.ts';

/**
 * One number for each slice of `tensor` along `axis`; the least go first. `weight` is the name that the model
 * gives the tensor: a user's own measure may know it.
 */
export type Importance = (tensor: Tensor, axis: number, weight: string) => ArrayLike<number>;

export const byL1: Importance = (tensor, axis) => norms(tensor, axis, Math.abs, (sum) => sum);

export const byL2: Importance = (tensor, axis) => norms(tensor, axis, (x) => x * x, Math.sqrt);

/** The mean over the weights of a group, each weight counting the same whatever its scale. */
export async function weightImportance(
  { relations, producers }: ChannelAnalysis,
  measure: Importance,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, number>> {
  const total = new Tally();
  for (const { weight, axis, ids } of uniqueWeights(producers)) {
    signal?.throwIfAborted();
    if (weight.constant === undefined) continue;
    // Read, measured and let go: no two weights are in memory at once.
    const tensor = await materialize(weight.constant);
    total.add(ids, measure(tensor, axis, weight.name ?? ''), (id) => relations.sets.find(id));
  }
  return total.means();
}

/** Collects scores of sets from several lists, each scaled to a mean of 1. */
export class Tally {
  readonly #sums = new Map<number, { total: number; count: number }>();

  add(ids: Int32Array, scores: ArrayLike<number>, setOf: (id: number) => number): void {
    const list = Array.from(scores);
    const mean = list.reduce((sum, score) => sum + score, 0) / Math.max(1, list.length);
    ids.forEach((id, index) => {
      const set = setOf(id);
      const entry = this.#sums.get(set) ?? { total: 0, count: 0 };
      entry.total += (list[index] ?? 0) / (mean || 1);
      entry.count++;
      this.#sums.set(set, entry);
    });
  }

  means(): ReadonlyMap<number, number> {
    return new Map(
      Array.from(this.#sums, ([set, { total, count }]) => [set, total / count] as const),
    );
  }
}

function uniqueWeights(producers: readonly Producer[]): readonly Producer[] {
  const seen = new Map<string, Producer>();
  for (const producer of producers) seen.set(`${producer.weight.id}:${producer.axis}`, producer);
  return [...seen.values()];
}

function norms(
  tensor: Tensor,
  axis: number,
  term: (x: number) => number,
  finish: (sum: number) => number,
): Float64Array {
  const { outer, size, inner } = splitAt(tensor.shape, axis);
  const data = numbers(tensor);
  const sums = new Float64Array(size);
  for (let item = 0; item < outer; item++) {
    for (let index = 0; index < size; index++) {
      const start = (item * size + index) * inner;
      let sum = 0;
      for (let at = start; at < start + inner; at++) sum += term(data[at] ?? 0);
      sums[index] = (sums[index] ?? 0) + sum;
    }
  }
  return sums.map(finish);
}
