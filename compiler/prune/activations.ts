/** Measures channels on calibration inputs: how large they are, and how they go together. */

import type { Graph, Node } from '../../ir/graph.ts';
import { splitAt } from '../../ir/shapes.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { observe } from '../calibrate/observe.ts';
import type { PassContext } from '../pass.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { flatChannels } from './axes.ts';
import { Tally } from './importance.ts';

/** The mean absolute value of each channel where weights compute it. */
export async function activationImportance(
  graph: Graph,
  { relations, producers, layouts }: ChannelAnalysis,
  calibration: Calibration,
  context: PassContext,
): Promise<ReadonlyMap<number, number>> {
  const measured = new Set<Node>(producers.map(({ node }) => node));
  const total = new Tally();
  await observe(graph, calibration, context, (value, tensor) => {
    if (value.producer === undefined || !measured.has(value.producer)) return;
    for (const [axis, factors] of (layouts.get(value) ?? []).entries()) {
      const ids = flatChannels(factors);
      if (ids !== undefined)
        total.add(ids, meanAbsolute(tensor, axis), (id) => relations.sets.find(id));
    }
  });
  return total.means();
}

function meanAbsolute(tensor: Tensor, axis: number): Float64Array {
  const { outer, size, inner } = splitAt(tensor.shape, axis);
  const data = numbers(tensor);
  const means = new Float64Array(size);
  for (let at = 0; at < data.length; at++) {
    const index = Math.floor(at / inner) % size;
    means[index] = (means[index] ?? 0) + Math.abs(data[at] ?? 0) / (outer * inner);
  }
  return means;
}

/** Adds the products of every two channels, summed over all places, to `gram` (channels x channels). */
export function addProducts(gram: Float64Array, tensor: Tensor, axis: number): void {
  const { outer, size, inner } = splitAt(tensor.shape, axis);
  const data = numbers(tensor);
  const place = new Float64Array(size);
  for (let item = 0; item < outer; item++) {
    for (let at = 0; at < inner; at++) {
      for (let index = 0; index < size; index++) {
        place[index] = data[(item * size + index) * inner + at] ?? 0;
      }
      for (let row = 0; row < size; row++) {
        const factor = place[row] ?? 0;
        if (factor === 0) continue;
        const start = row * size;
        for (let column = 0; column <= row; column++) {
          gram[start + column] = (gram[start + column] ?? 0) + factor * (place[column] ?? 0);
        }
      }
    }
  }
}
