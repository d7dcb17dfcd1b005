/** What a search for tiles takes and gives. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Device } from '../../devices/device.ts';
import type { Candidate } from './candidates.ts';
import type { FamilyProblems } from './collect.ts';
import type { Family } from './problem.ts';

export type Tensors = ReadonlyMap<string, Tensor>;

export interface Timed {
  readonly milliseconds: number;
  readonly outputs: Tensors;
}

/** A problem lowered for a device. */
export interface Prepared {
  /** Equal for equal shaders: those need not be timed again. */
  readonly key: string;
  /** Throws a DiagnosticError where the adapter refuses. */
  readonly time: (inputs: Tensors, signal: AbortSignal) => Promise<Timed>;
}

/** Lowers and times; diagnostics where the device refuses. */
export interface Workbench {
  readonly prepare: (graph: Graph, device: Device) => Promise<Prepared | readonly Diagnostic[]>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export interface Trial extends Candidate {
  /** What these problems take in a run of the model; undefined where it was not finished. */
  readonly milliseconds: number | undefined;
  /** Of a tile that is no faster: what it took until that was known, and whether nothing was left to time then. */
  readonly slower?: { readonly milliseconds: number; readonly whole: boolean };
  /** Why it is out. */
  readonly fault?: string;
}

export interface FamilyResult extends FamilyProblems {
  readonly trials: readonly Trial[];
  /** Undefined where there was no time, or no tile works. */
  readonly best: Trial | undefined;
}

export interface SearchOptions {
  readonly device: Device;
  readonly budgetMilliseconds: number;
  /** How far results may be from those of the first candidate. */
  readonly tolerance: number;
  readonly signal?: AbortSignal;
  readonly onTrial?: (family: Family, done: number, total: number) => void;
}
