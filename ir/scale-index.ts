/** Which scale belongs to an element, for code that comes to elements in an order of its own. */

import { isSingle } from './quantization.ts';
import type { Granularity } from './quantization.ts';
import { normalizeAxis, splitAt } from './shapes.ts';

/** Which scale serves the element at a place. */
export function scaleIndex(
  shape: readonly number[],
  scale: readonly number[],
  { axis, block_size }: Granularity,
): (place: number) => number {
  if (block_size === 0 && isSingle(scale)) return () => 0;
  const { size, inner } = splitAt(shape, normalizeAxis(axis, shape.length));
  if (block_size === 0) return (place) => Math.floor(place / inner) % size;
  const blocks = Math.ceil(size / block_size);
  return (place) => {
    const line = Math.floor(place / inner);
    const before = Math.floor(line / size);
    const block = Math.floor((line - before * size) / block_size);
    return (before * blocks + block) * inner + (place - line * inner);
  };
}
