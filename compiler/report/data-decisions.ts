/** The part of a report about why the artifact is as it is, and how to have it again. */

import type { Severity } from '../../ir/diagnostics.ts';
import type { GuardReport } from '../guard/report.ts';
import type { Compression } from '../quantize/compression.ts';

export interface PassDecision {
  readonly name: string;
  readonly describe: string;
  /** Without those that have their defaults. */
  readonly options: string;
  readonly nodesBefore: number;
  readonly nodesAfter: number;
  /** How the ops' counts changed, the largest change first. */
  readonly changes: readonly { readonly op: string; readonly by: number }[];
  /** Nodes of the lowered graph that name the pass as one of their makers; told at its first run. */
  readonly left: number;
}

export interface Note {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface Decisions {
  readonly passes: readonly PassDecision[];
  /** Warnings and notes of the compile, and what else the manifest has to say. */
  readonly notes: readonly Note[];
  /** What the trace says of the whole artifact: form of attention, opset, feature level. */
  readonly facts: Readonly<Record<string, string>>;
  /** What the guard of fp16 found; null where it did not run. */
  readonly guard: GuardReport | null;
  /** Nodes that stay in fp32 where the rest is in fp16. */
  readonly wide: readonly { readonly name: string; readonly op: string; readonly block: string }[];
  /** Entries of the manifest that this version knows nothing of, as JSON. */
  readonly others: Readonly<Record<string, string>>;
}

export interface RepeatReport {
  /** For a shell. */
  readonly command: string;
  /** For a file that the command names; null where weights stay in floats. */
  readonly compression: Compression | null;
  /** Figures of the manifest that the repeated compile did not give again. */
  readonly differences: readonly string[];
}
