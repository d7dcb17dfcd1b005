/** What a report says, as data: report.json is this value, and the page is drawn from nothing else. */

import type { ManifestModel } from '../manifest.ts';
import type { Precision } from '../target.ts';
import type { Decisions, RepeatReport } from './data-decisions.ts';
import type { PrecisionReport, SensitivityReport } from './data-layers.ts';
import type { MemoryTimeline, TimeReport } from './data-running.ts';

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
