/** The least time of a kernel by what a device reaches at best: arithmetic, memory, and what a dispatch costs. */

import type { Speeds } from '../blocks/block-cost.ts';
import { grouped } from './blocks.ts';
import type { Bound, FamilyReport, KernelReport } from './data-running.ts';
import { sumOf } from './sums.ts';

export interface Estimate {
  /** Null where nothing is known of the device's speed, as the bound. */
  readonly estimated: number | null;
  readonly bound: Bound | null;
}

/** The larger of arithmetic at the peak and bytes at the bandwidth, and the cost of each dispatch. */
export function estimate(
  work: { readonly flops: number; readonly bytes: number; readonly dispatches: number },
  speeds: Speeds | undefined,
): Estimate {
  if (speeds === undefined) return { estimated: null, bound: null };
  const arithmetic = work.flops / speeds.flopsPerSecond;
  const memory = work.bytes / speeds.bytesPerSecond;
  const dispatch = work.dispatches * speeds.secondsPerKernel;
  const busy = Math.max(arithmetic, memory);
  const bound = dispatch > busy ? 'dispatch' : arithmetic >= memory ? 'arithmetic' : 'memory';
  return { estimated: 1e3 * (busy + dispatch), bound };
}

/** Kernels of one label, those that take longest first. */
export function familiesOf(kernels: readonly KernelReport[]): readonly FamilyReport[] {
  return Array.from(
    grouped(kernels, ({ label }) => label),
    ([name, own]) => ({
      name,
      kernels: own.length,
      flops: own.reduce((sum, { flops }) => sum + flops, 0),
      estimated: sumOf(own.map(({ estimated }) => estimated)),
      measured: sumOf(own.map(({ measured }) => measured)),
    }),
  ).sort((a, b) => timeOf(b) - timeOf(a) || b.flops - a.flops);
}

/** What was measured counts where there is both. */
export function timeOf(one: Pick<KernelReport, 'estimated' | 'measured'>): number {
  return one.measured ?? one.estimated ?? 0;
}
