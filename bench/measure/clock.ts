/** Wall time and processor time of some work in this process. */

import { readFileSync } from 'node:fs';
import type { Sample } from '../protocol.ts';

/** Seconds that all threads of this process have computed. */
export function cpuSecondsOfProcess(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds that the thread of the event loop has computed; undefined where the system does not tell. */
function mainThreadSeconds(): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(
      ' ',
    );
    return Number(nanoseconds) / 1e9;
  } catch {
    return undefined;
  }
}

/** Runs `work` `runs` times in a row; the sample is of one of them. */
export async function timed(
  runs: number,
  work: () => Promise<unknown>,
  cpuSeconds?: () => number,
): Promise<Sample> {
  const meter = cpuSeconds ?? cpuSecondsOfProcess;
  const [cpuBefore, mainBefore] = [meter(), mainThreadSeconds()];
  const before = performance.now();
  for (let run = 0; run < runs; run++) await work();
  const wallMs = (performance.now() - before) / runs;
  const mainAfter = mainThreadSeconds();
  const main =
    mainAfter === undefined || mainBefore === undefined
      ? undefined
      : (mainAfter - mainBefore) / runs;
  return {
    wallMs,
    cpuSeconds: (meter() - cpuBefore) / runs,
    mainThreadSeconds: cpuSeconds === undefined ? main : undefined,
  };
}
