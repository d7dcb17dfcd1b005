/** What a load says of tuning. */

import type { WeightCache } from './weights.ts';

export interface TuneOptions {
  /** Nothing new is timed after so many milliseconds; 2000 when absent. What is left is timed by a later load. */
  readonly milliseconds?: number;
}

/** Of a model through all its loads. */
export interface Tuning {
  readonly tune: boolean | TuneOptions;
  /** What was chosen, by program and device; `cache` keeps it for other loads. */
  readonly known: Map<string, string>;
  readonly cache: WeightCache | undefined;
}
