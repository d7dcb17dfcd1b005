/** Wall time and processor time of some work in this process. */

import type { Sample } from '../protocol.ts';

/** Seconds that all threads of this process have computed. */
export function cpuSecondsOfProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Runs `work` `runs` times in a row; the sample is of one of them. */
export async function timed(
  runs: number,
  work: () => Promise<unknown>,
  cpuSeconds: () => number = cpuSecondsOfProcess,
): Promise<Sample> {
  const cpuBefore = cpuSeconds();
  const before = performance.now();
  for (let run = 0; run < runs; run++) await work();
  const wallMs = (performance.now() - before) / runs;
  return { wallMs, cpuSeconds: (cpuSeconds() - cpuBefore) / runs };
}
