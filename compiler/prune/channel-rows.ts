/** Rows of the channels of a value: one for each place, as many places as asked for, evenly apart. */

import { splitAt } from '../../ir/shapes.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { placesOf } from '../quantize/layer-inputs.ts';

/** What each target is of channels: the number of one of them, or a sum with a weight for each. */
export interface Mixture {
  readonly count: number;
  /** Of target `index` in a place, from a function that gives its channels. */
  readonly of: (index: number, channel: (at: number) => number) => number;
}

export function pickOf(channels: readonly number[]): Mixture {
  return {
    count: channels.length,
    of: (index, channel) => channel(channels[index] ?? 0),
  };
}

/** `matrix` is channels x targets. */
export function mixtureOf(matrix: Tensor): Mixture {
  const [channels = 0, count = 0] = matrix.shape;
  const data = numbers(matrix);
  return {
    count,
    of: (index, channel) => {
      let sum = 0;
      for (let at = 0; at < channels; at++) sum += channel(at) * (data[at * count + index] ?? 0);
      return sum;
    },
  };
}

/** Places x targets, in the order of the rows that a layer with such a result reads. */
export function targetRows(
  tensor: Tensor,
  axis: number,
  most: number,
  mixture: Mixture,
): Float64Array {
  const { outer, size, inner } = splitAt(tensor.shape, axis);
  const data = numbers(tensor);
  const places = placesOf(outer * inner, most);
  const rows = new Float64Array(places.length * mixture.count);
  let start = 0;
  const channel = (at: number): number => data[start + at * inner] ?? 0;
  let next = 0;
  for (const place of places) {
    start = Math.floor(place / inner) * size * inner + (place % inner);
    for (let index = 0; index < mixture.count; index++) rows[next++] = mixture.of(index, channel);
  }
  return rows;
}
