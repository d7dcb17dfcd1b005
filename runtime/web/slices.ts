/** Submits a run in slices, so that an abort stops what is left and a page can draw in between. */

import { checkAborted, validated } from './errors.ts';
import type { Parts } from './parts.ts';

/** Submits all steps of a run in order, then what `finish` records. */
export type Submit = (
  parts: Parts,
  finish: (encoder: GPUCommandEncoder) => void,
  signal: AbortSignal | undefined,
) => Promise<void>;

/** What a slice should take on the GPU: short enough to draw in between, long enough that a submit costs nothing beside it. */
const SLICE_MILLISECONDS = 50;

/** The first slice, and the shortest. */
const FEWEST_STEPS = 16;

/** One of these per model: each slice is as long as those before it let expect. */
export function slicedSubmit(): Submit {
  let pace = FEWEST_STEPS;
  let last: Promise<unknown> = Promise.resolve();
  return async (parts, finish, signal) => {
    const { device, steps } = parts;
    const before = last;
    let settled = 0;
    let under: { readonly count: number; readonly done: Promise<unknown> } | undefined;
    let at = 0;
    do {
      checkAborted(signal);
      const slice = steps.slice(at, at + pace);
      at += slice.length;
      const valid = validated(device, 'shader', () => {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        for (const { pipeline, group, workgroups } of slice) {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(...workgroups);
        }
        pass.end();
        if (at === steps.length) finish(encoder);
        device.queue.submit([encoder.finish()]);
      });
      const done = Promise.all([valid, device.queue.onSubmittedWorkDone()]);
      last = done.catch(() => undefined);
      // Of two slices under way one is awaited, also of the run before: the GPU always has the next one, and no more.
      if (under === undefined) {
        await before;
        settled = performance.now();
      } else {
        await under.done;
        const now = performance.now();
        const fitting = (under.count * SLICE_MILLISECONDS) / Math.max(now - settled, 0.1);
        pace = Math.ceil(Math.max(FEWEST_STEPS, Math.min(fitting, pace * 2, steps.length)));
        settled = now;
      }
      under = { count: slice.length, done };
      if (at === steps.length) await valid;
    } while (at < steps.length);
  };
}
