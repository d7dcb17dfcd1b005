/** What is alive at each step, from live ranges: the curve, its peak, and the tensors that make it. */

import { largestLiveSet } from '../memory.ts';
import type { LiveTensor, MemoryTimeline } from './data-running.ts';

/** Of those at the peak; what is smaller than all of them is counted in the curve only. */
const MOST_TENSORS = 40;

export function memoryTimeline(
  kind: MemoryTimeline['kind'],
  tensors: readonly LiveTensor[],
  steps: number,
  plan?: { readonly planned: number; readonly lowerBound: number },
): MemoryTimeline {
  const changes = new Float64Array(steps + 1);
  for (const { bytes, first, last } of tensors) {
    changes[first] = (changes[first] ?? 0) + bytes;
    const end = Math.min(last, steps - 1) + 1;
    changes[end] = (changes[end] ?? 0) - bytes;
  }
  const live: number[] = [];
  let now = 0;
  for (const change of changes.subarray(0, steps)) live.push((now += change));
  const bytes = Math.max(0, ...live);
  const step = Math.max(0, live.indexOf(bytes));
  const alive = tensors
    .filter(({ first, last }) => first <= step && step <= last)
    .sort((a, b) => b.bytes - a.bytes || a.first - b.first);
  return {
    kind,
    live,
    peak: { step, bytes },
    tensors: alive.slice(0, MOST_TENSORS),
    planned: plan?.planned ?? null,
    lowerBound: plan?.lowerBound ?? largestLiveSet(tensors),
  };
}
