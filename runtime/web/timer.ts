/** Times dispatches against each other: on the GPU where the device has timestamps, else by the clock. */

import { validated } from './errors.ts';
import type { Step } from './pipelines.ts';
import { record, timePasses } from './timestamps.ts';
import type { TimedPass } from './timestamps.ts';

/** One way to do the work of a group: a step for each of its samples. */
export type Way = readonly Step[];

/** A pass should take so long: browsers round timestamps to 0.1 ms, and a submit by the clock costs about one. */
const PASS_MILLISECONDS = { gpu: 2, clock: 8 } as const;
const MOST_REPEATS = 32;
/** Of other work on the device the fastest pass feels least. */
const ROUNDS = 4;
/** What is slower by more in one round does not become the fastest. */
const HOPELESS = 1.5;

export interface TimerOptions {
  readonly device: GPUDevice;
  /** No new round after this time of `performance.now()`. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/**
 * Milliseconds of each way, its samples taken so many times; undefined for one that the device refuses. All take
 * turns, so that none has the device while it is warm and another while it is cold.
 */
export async function timeWays(
  ways: readonly Way[],
  counts: readonly number[],
  options: TimerOptions,
): Promise<(number | undefined)[]> {
  const { deadline, signal } = options;
  const best = ways.map((): number[] => []);
  // The first pass of each pays for what drivers put off until then.
  let racing = await working(ways, options);
  const first = racing[0] ?? 0;
  const once = await timed(
    (ways[first] ?? []).map((step) => ({ step, repeats: 1 })),
    options,
  );
  const wanted = PASS_MILLISECONDS[hasTimestamps(options.device) ? 'gpu' : 'clock'];
  const repeats = once.map((took) =>
    Math.min(MOST_REPEATS, Math.ceil(wanted / Math.max(took, wanted / MOST_REPEATS))),
  );
  const total = (way: number): number | undefined => {
    const sums = best[way] ?? [];
    return sums.length === 0
      ? undefined
      : sums.reduce((sum, took, at) => sum + took * (counts[at] ?? 1), 0);
  };
  for (let round = 0; round < ROUNDS && racing.length > 1; round++) {
    if (round > 0 && performance.now() >= deadline) break;
    signal.throwIfAborted();
    const passes = racing.flatMap((way) =>
      (ways[way] ?? []).map((step, at) => ({ step, repeats: repeats[at] ?? 1 })),
    );
    const took = await timed(passes, options);
    for (const way of racing) {
      const own = took.splice(0, counts.length);
      best[way] = own.map((each, at) =>
        Math.min(each / (repeats[at] ?? 1), best[way]?.[at] ?? Infinity),
      );
    }
    const fastest = Math.min(...racing.map((way) => total(way) ?? Infinity));
    racing = racing.filter((way) => (total(way) ?? Infinity) <= fastest * HOPELESS);
  }
  return ways.map((_, way) => total(way));
}

/** Runs each way once; those that the device takes. */
async function working(ways: readonly Way[], options: TimerOptions): Promise<number[]> {
  const found: number[] = [];
  for (const [index, way] of ways.entries()) {
    options.signal.throwIfAborted();
    try {
      await byTheClock(
        way.map((step) => ({ step, repeats: 1 })),
        options,
      );
      found.push(index);
    } catch {
      // A variant that does not work here is no fault of the model.
    }
  }
  return found;
}

function hasTimestamps({ features }: GPUDevice): boolean {
  return features.has('timestamp-query');
}

async function timed(passes: readonly TimedPass[], options: TimerOptions): Promise<number[]> {
  const { device } = options;
  if (!hasTimestamps(device)) return byTheClock(passes, options);
  return timePasses(
    device,
    passes,
    () => undefined,
    (work) => validated(device, 'shader', work),
  );
}

async function byTheClock(
  passes: readonly TimedPass[],
  { device }: TimerOptions,
): Promise<number[]> {
  const took: number[] = [];
  for (const { step, repeats } of passes) {
    const begun = performance.now();
    const valid = validated(device, 'shader', () => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      record(pass, step, repeats);
      pass.end();
      device.queue.submit([encoder.finish()]);
    });
    await device.queue.onSubmittedWorkDone();
    took.push(performance.now() - begun);
    await valid;
  }
  return took;
}
