/** A peer with a loaded model, as the process that holds it sees it. */

import type { Tensor } from '../../ir/tensor.ts';
import type { Part, Sample } from '../protocol.ts';

export type Tensors = ReadonlyMap<string, Tensor>;

export interface Session {
  readonly adapter?: string;
  /** From nothing to a model that can run. */
  readonly load: () => Promise<readonly Part[]>;
  /** One run from inputs in memory to outputs in memory. */
  readonly run: () => Promise<{ readonly outputs: Tensors; readonly sample: Sample }>;
  /** As many runs, one after another; what one of them took. */
  readonly measure: (runs: number) => Promise<Sample>;
  readonly memory: MemoryWatch;
  readonly close: () => Promise<void>;
}

/** Counts from the moment it is made. */
export interface MemoryWatch {
  /** The most bytes so far; undefined where the system does not tell. */
  readonly peak: () => number | undefined;
  readonly stop: () => void;
}
