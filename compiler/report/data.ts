/** What a report says, as data: report.json is this value, and the page is drawn from nothing else. */

import type { Severity } from '../../ir/diagnostics.ts';
import type { ManifestModel } from '../manifest.ts';
import type { Compression } from '../quantize/compression.ts';
import type { Precision } from '../target.ts';

/** Raised when a reader of the old form would misread the new one. */
export const REPORT_SCHEMA = 1;

export interface ReportData {
  readonly generator: string;
  readonly kind: 'report';
  readonly schemaVersion: typeof REPORT_SCHEMA;
  readonly version: string;
  readonly model: ManifestModel;
  /** As the command line named it. */
  readonly folder: string;
  readonly device: ReportDevice;
  readonly precision: Precision;
  /** Of several sizes the usual ones. */
  readonly dims: Readonly<Record<string, number>>;
  /** What blocks are: those of a UNet, scopes of the model's names, or the graph as one. */
  readonly level: BlockLevel;
  /** The model as imported. */
  readonly before: GraphFigures;
  readonly targets: readonly TargetReport[];
}

export type BlockLevel = 'blocks' | 'scopes' | 'whole';

export interface ReportDevice {
  readonly name: string;
  readonly title: string;
  /** The figures that times are estimated from, each with where it is known from. */
  readonly figures: readonly DeviceFigure[];
}

export interface DeviceFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** documented, measured or estimated */
  readonly source: string;
  readonly from: string;
}

export interface OpCount {
  readonly op: string;
  readonly count: number;
}

export interface GraphFigures {
  readonly nodes: number;
  readonly parameters: number;
  readonly weightBytes: number;
  /** Null while a size is not known, as the next. */
  readonly flops: number | null;
  /** The largest sum of what is alive at one node. */
  readonly peakActivationBytes: number | null;
  /** The most frequent first. */
  readonly ops: readonly OpCount[];
}

export interface TargetReport {
  readonly name: string;
  readonly after: GraphFigures;
  /** The least time on the device: of the imported model node by node, and of what the target runs. */
  readonly milliseconds: { readonly before: number | null; readonly after: number | null };
  /** What the manifest says of the artifact. */
  readonly figures: Readonly<Record<string, number>>;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** In the order in which an image, or the graph, passes them. */
  readonly blocks: readonly BlockReport[];
  readonly precision: PrecisionReport;
  /** Null where nobody measured it. */
  readonly sensitivity: SensitivityReport | null;
  readonly memory: MemoryTimeline;
  readonly time: TimeReport;
  readonly decisions: Decisions;
  /** The compile again. */
  readonly repeat: RepeatReport;
}

/** What a block costs in one of the two graphs; weights that blocks share count where they are read first. */
export interface BlockCosts {
  readonly nodes: number;
  readonly ops: readonly OpCount[];
  readonly weightBytes: number;
  readonly flops: number | null;
  readonly milliseconds: number | null;
}

export interface BlockReport {
  /** `down.1.attn.0`, or a scope such as `/encoder/layers.3`. */
  readonly address: string;
  readonly kind: string;
  /** Empty for what no stage has. */
  readonly stage: string;
  /** What the model calls it. */
  readonly name: string | null;
  /** The address in the model where an edit gave the block another one, or made it as a copy. */
  readonly original: string | null;
  readonly channels: readonly (number | string)[];
  readonly resolution: readonly (number | string)[];
  /** Null for a copy. */
  readonly before: BlockCosts | null;
  /** Null where the block was removed, or nothing is left of it. */
  readonly after: BlockCosts | null;
}

export interface PrecisionReport {
  readonly layers: readonly LayerReport[];
  /** Constants that are no layer's weights: biases, norms, tables. */
  readonly others: { readonly bytes: number };
  /** Results of nodes by dtype. */
  readonly activations: readonly { readonly dtype: string; readonly count: number }[];
}

export interface LayerReport {
  /** Of the model's nodes that it came from. */
  readonly names: readonly string[];
  readonly block: string;
  /** The product that reads it. */
  readonly op: string;
  /** `fp32`, `fp16`, `int8`, `int4`, `palette6`, `sparse`. */
  readonly form: string;
  readonly elements: number;
  /** With scales, zero points and tables. */
  readonly bytes: number;
  readonly reason: string;
}

export interface SensitivityReport {
  /** The file that it was read from. */
  readonly file: string;
  readonly forms: readonly string[];
  readonly layers: readonly {
    readonly name: string;
    /** Signal to noise in dB for each of the forms, that layer alone; null where nothing is lost. */
    readonly decibels: readonly (number | null)[];
    readonly bytes: readonly number[];
    /** What the artifact has. */
    readonly chosen: string | null;
  }[];
}

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
