/** The part of a report about running the artifact: memory step by step, and the time of kernels. */

export interface MemoryTimeline {
  /** `plan`: offsets that the artifact has. `liveness`: sizes alone, where the platform plans on its own. */
  readonly kind: 'plan' | 'liveness';
  /** Bytes that are alive at each step. */
  readonly live: readonly number[];
  readonly peak: { readonly step: number; readonly bytes: number };
  /** Those alive at the peak, the largest first. */
  readonly tensors: readonly LiveTensor[];
  /** Sum of the arenas; null without a plan. */
  readonly planned: number | null;
  /** No plan of this order needs less. */
  readonly lowerBound: number;
}

export interface LiveTensor {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
  /** What writes it. */
  readonly by: string;
  readonly block: string;
  readonly name: string;
}

export type Bound = 'arithmetic' | 'memory' | 'dispatch';

/** All that computes one node of the lowered graph. */
export interface KernelReport {
  readonly label: string;
  readonly block: string;
  readonly names: readonly string[];
  /** The first of its dispatches, or its place among the operations. */
  readonly index: number;
  readonly dispatches: number;
  readonly flops: number;
  readonly bytes: number;
  readonly estimated: number | null;
  readonly bound: Bound | null;
  /** In milliseconds, as the one before; null without a profile. */
  readonly measured: number | null;
}

export interface TimeReport {
  /** How the estimate comes about, in words. */
  readonly method: string;
  /** Names of the device's figures that it uses. */
  readonly uses: readonly string[];
  readonly kernels: readonly KernelReport[];
  readonly families: readonly FamilyReport[];
  /** Null without a profile. */
  readonly profile: { readonly file: string; readonly on: string; readonly runs: number } | null;
}

export interface FamilyReport {
  readonly name: string;
  readonly kernels: number;
  readonly flops: number;
  readonly estimated: number | null;
  readonly measured: number | null;
}
