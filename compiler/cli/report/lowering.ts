/** What a report needs to know of a graph on its target. */

import type { LayerReport } from '../../report/data-layers.ts';
import type { KernelReport, MemoryTimeline } from '../../report/data-running.ts';

export interface Lowering {
  readonly kernels: readonly KernelReport[];
  readonly layers: readonly LayerReport[];
  /** Bytes of constants that are no layer's, by block. */
  readonly others: ReadonlyMap<string, number>;
  readonly memory: MemoryTimeline;
}
