/** What a load says of tuning. */

import type { WeightCache } from './weights.ts';

export interface TuneOptions {
  /**
   * After so many milliseconds no other kind of kernels is begun, and a later load goes on with those that are left;
   * 2000 when absent.
   */
  readonly milliseconds?: number;
}

/** Of a model through all its loads. */
export interface Tuning {
  readonly tune: boolean | TuneOptions;
  /** What was chosen, by program and device; `cache` keeps it for other loads. */
  readonly known: Map<string, string>;
  readonly cache: WeightCache | undefined;
}
