/** Times each dispatch of a run on the GPU, in a pass of its own; only pages that profile load this file. */

import type { Parts } from './parts.ts';
import { timePasses } from './timestamps.ts';
import type { Checked } from './timestamps.ts';

/** Two queries each; a query set holds at most 4096, and an abort waits for no more than these. */
const STEPS_AT_ONCE = 64;

/** Milliseconds of each step; `checked` rejects with what the device finds wrong in its work. */
export async function timedSubmit(
  parts: Parts,
  finish: (encoder: GPUCommandEncoder) => void,
  signal: AbortSignal | undefined,
  checked: Checked,
): Promise<number[]> {
  const { device, steps } = parts;
  const times: number[] = [];
  do {
    signal?.throwIfAborted();
    const chunk = steps.slice(times.length, times.length + STEPS_AT_ONCE);
    const last = times.length + chunk.length === steps.length;
    const passes = chunk.map((step) => ({ step, repeats: 1 }));
    times.push(...(await timePasses(device, passes, last ? finish : () => undefined, checked)));
  } while (times.length < steps.length);
  return times;
}
