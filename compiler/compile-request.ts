/** What a compile is asked for, what it tells on the way, and what it answers. */

import type { EncodeConstant } from '../ir/encode-constant.ts';
import type { OpTable } from '../ir/ops/index.ts';
import type { GuardRequest } from './guard/place-guard.ts';
import type { ModelSource } from './host/host.ts';
import type { DimOptions } from './import/onnx/dims.ts';
import type { Manifest } from './manifest.ts';
import type { PassReport, ValidateProgress, Watch, WorkProgress } from './pipeline.ts';
import type { AddedPass } from './prepare.ts';
import type { sha256OfStore } from './sha256.ts';
import type { ModelShapes } from './shapes.ts';
import type { CompileTarget, NamedDevice, Precision } from './target.ts';

export type CompileProgress =
  | { readonly phase: 'read' | 'import' | 'finish' }
  | { readonly phase: 'pass'; readonly target: string; readonly pass: PassReport }
  /** How far a pass with long work is. */
  | ({ readonly phase: 'work'; readonly target: string } & WorkProgress)
  /** Nodes that are evaluated to validate a pass. */
  | ({ readonly phase: 'validate'; readonly target: string } & ValidateProgress)
  /** Bytes of weights written and in all. */
  | {
      readonly phase: 'emit';
      readonly target: string;
      readonly done: number;
      readonly total: number;
    };

/** A model that differs in weights. Its source stays open; the caller closes it. */
export interface Adapter {
  /** Letters, digits and underscores. */
  readonly name: string;
  readonly source: ModelSource;
}

export interface CompileRequest<D extends NamedDevice> extends DimOptions {
  /** Stays open; the caller closes it. */
  readonly source: ModelSource;
  readonly targets: readonly CompileTarget<D>[];
  readonly device: D;
  readonly precision: Precision;
  /** Dims that the artifact has several sizes of; other dims are bound as usual. */
  readonly shapes?: ModelShapes;
  /** Other weights for the same model, such as one with a LoRA merged into it; with the same inputs and outputs. */
  readonly adapters?: readonly Adapter[];
  /** Options of targets, by the target's name. */
  readonly targetOptions?: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Passes of the user, at their places in the targets' pipelines. */
  readonly passes?: readonly AddedPass[];
  /** Ops of the user, whose ONNX mappings are tried before the built-in ones. */
  readonly ops?: OpTable;
  /** Seconds that one pass of the user may take; 300 when absent. */
  readonly timeLimit?: number;
  /** Is told before code of the user runs. */
  readonly watch?: Watch;
  /** Against overflow in fp16; off when absent. */
  readonly guard?: GuardRequest;
  readonly verifyEach?: boolean;
  readonly validateEach?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CompileProgress) => void;
  /** The host's own threads for computing weights where it has some. */
  readonly encode?: EncodeConstant;
  /** The host's own digest where it has a faster one. */
  readonly sha256?: typeof sha256OfStore;
}

export interface CompileResult {
  readonly manifest: Manifest;
  /** What each pass of each target did and how long it took; not part of the manifest. */
  readonly passes: ReadonlyMap<string, readonly PassReport[]>;
}
