/** The features of queries or keys, head by head: where they stand in a value, and how they go together. */

import { splitAt } from '../../ir/shapes.ts';
import { elementCount } from '../../ir/types.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { sizeOfAxis } from './axes.ts';
import type { Layout } from './axes.ts';

/** Channels of heads, and where a value has the heads; a value without heads has one. */
export interface Heads {
  /** Head by head. */
  readonly ids: Int32Array;
  readonly count: number;
  readonly width: number;
  readonly featureAxis: number;
  /** The head of a place is its index along the axis, divided by `step`, modulo the count. */
  readonly headAxis: number;
  readonly step: number;
}

/** Undefined where the features of a head do not make up the whole axis, or heads lie on several. */
export function headsOf(layout: Layout, featureAxis: number): Heads | undefined {
  const [factor, ...more] = layout[featureAxis] ?? [];
  if (factor === undefined || more.length > 0 || factor.kind === 'fixed') return undefined;
  if (factor.kind === 'channels') {
    const { ids } = factor;
    return { ids, count: 1, width: ids.length, featureAxis, headAxis: featureAxis, step: Infinity };
  }
  const { split } = factor;
  const [count = 1, width = 1, ...deeper] = split.sizes;
  if (deeper.length > 0 || factor.level !== 1) return undefined;
  for (const [headAxis, axis] of layout.entries()) {
    const at = axis.findIndex(
      (item) => item.kind === 'level' && item.split === split && item.level === 0,
    );
    const step = at < 0 ? undefined : sizeOfAxis(axis.slice(at + 1));
    if (typeof step === 'number') {
      return { ids: split.ids, count, width, featureAxis, headAxis, step };
    }
  }
  return undefined;
}

/** Adds the products of every two features of a head, summed over all places, to that head's own sums. */
export function addProductsOfHeads(
  grams: readonly Float64Array[],
  tensor: Tensor,
  { count, width, featureAxis, headAxis, step }: Heads,
): void {
  const { outer, inner } = splitAt(tensor.shape, featureAxis);
  const below = elementCount(tensor.shape.slice(headAxis + 1));
  const data = numbers(tensor);
  for (let item = 0; item < outer; item++) {
    for (let at = 0; at < inner; at++) {
      const start = item * width * inner + at;
      const along = Math.floor(start / below) % (tensor.shape[headAxis] ?? 1);
      const gram = grams[Math.floor(along / step) % count];
      if (gram === undefined) continue;
      for (let row = 0; row < width; row++) {
        const factor = data[start + row * inner] ?? 0;
        for (let column = 0; column <= row; column++) {
          const place = row * width + column;
          gram[place] = (gram[place] ?? 0) + factor * (data[start + column * inner] ?? 0);
        }
      }
    }
  }
}
