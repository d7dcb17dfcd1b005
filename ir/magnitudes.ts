/** The places of the numbers of largest magnitude. */

import type { NumberArray } from './tensor.ts';

const FEW = 64;

/** Of `size` numbers from `start` on, `step` apart, in ascending order; of equal ones the first. */
export function largestPlaces(
  values: NumberArray,
  kept: number,
  start: number,
  step: number,
  size: number,
): Iterable<number> {
  return size <= FEW
    ? fewPlaces(values, kept, start, step, size)
    : manyPlaces(values, kept, start, step, size);
}

function fewPlaces(values: NumberArray, kept: number, start: number, step: number, size: number) {
  const places = Array.from({ length: size }, (_, index) => start + index * step);
  const magnitude = (place: number): number => Math.abs(values[place] ?? 0);
  const sorted = places.toSorted((a, b) => magnitude(b) - magnitude(a) || a - b);
  return sorted.slice(0, kept).sort((a, b) => a - b);
}

/** Numbers of 32 bits are in the order of their patterns: the smallest one that is kept is found in two halves. */
function* manyPlaces(
  values: NumberArray,
  kept: number,
  start: number,
  step: number,
  size: number,
): Generator<number, void, undefined> {
  if (kept <= 0) return;
  const patterns = new Uint32Array(size);
  const floats = new Float32Array(patterns.buffer);
  for (let index = 0; index < size; index++) {
    floats[index] = Math.abs(values[start + index * step] ?? 0);
  }
  const [high, above] = bucketOf(patterns, Math.min(kept, size), (pattern) => pattern >>> 16);
  const rest = Math.min(kept, size) - above;
  const [low, beyond] = bucketOf(patterns, rest, (pattern) =>
    pattern >>> 16 === high ? pattern & 0xffff : -1,
  );
  const smallest = high * 0x10000 + low;
  let equal = rest - beyond;
  for (let index = 0; index < size; index++) {
    const pattern = patterns[index] ?? 0;
    if (pattern > smallest || (pattern === smallest && equal-- > 0)) yield start + index * step;
  }
}

/** Which of 65,536 buckets the wanted pattern from the top is in, and how many lie in those above. */
function bucketOf(
  patterns: Uint32Array,
  wanted: number,
  bucket: (pattern: number) => number,
): readonly [number, number] {
  const counts = new Uint32Array(0x10000);
  for (const pattern of patterns) {
    const at = bucket(pattern);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  let above = 0;
  for (let at = 0xffff; at > 0; at--) {
    const count = counts[at] ?? 0;
    if (above + count >= wanted) return [at, above];
    above += count;
  }
  return [0, above];
}
