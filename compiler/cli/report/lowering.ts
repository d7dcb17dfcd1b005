/** What a report needs to know of a graph on its target. */

import type { KernelReport, LayerReport, MemoryTimeline } from '../../report/data.ts';

export interface Lowering {
  readonly kernels: readonly KernelReport[];
  readonly layers: readonly LayerReport[];
  /** Bytes of constants that are no layer's, by block. */
  readonly others: ReadonlyMap<string, number>;
  readonly memory: MemoryTimeline;
}
