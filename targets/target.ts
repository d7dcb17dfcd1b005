/** defineTarget: what a target gives to the compiler; built-in and user targets have the same shape. */

import type { HalfArithmetic } from '../compiler/guard/halves.ts';
import type { Invariant } from '../compiler/invariants.ts';
import type { OutputSink } from '../compiler/output.ts';
import type { PassStep } from '../compiler/pass.ts';
import type {
  CompileContext,
  CompileTarget,
  Emitted,
  PicturesEmitter,
  SeveralShapes,
} from '../compiler/target.ts';
import type { AttrSpecs } from '../ir/define.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { Device } from './devices/device.ts';

export type { Emitted, Precision } from '../compiler/target.ts';

export type TargetContext<O extends AttrSpecs = AttrSpecs> = CompileContext<Device, O>;

export interface TargetDeclaration<O extends AttrSpecs> {
  readonly name: string;
  readonly describe: string;
  /** The target's own options; the command line reads them as NAME=VALUE. */
  readonly options: O;
  /** Which sizes of a dim an artifact may have several of: `context.shapes`. None when absent. */
  readonly severalShapes?: SeveralShapes;
  /** Whether an artifact may hold adapters of the model: `context.adapters`. No when absent. */
  readonly takesAdapters?: boolean;
  /** What joins the models of a pipeline from words to pictures; absent where the target has models only. */
  readonly pictures?: PicturesEmitter;
  /** What fp16 means there, for the guard; a target that says nothing is taken to add up halves in halves. */
  readonly halves?: (context: TargetContext<O>) => HalfArithmetic;
  /** Why the target cannot serve this device or precision; empty if it can. */
  readonly supports: (context: TargetContext<O>) => readonly Diagnostic[];
  /** The passes in order: the only place where order is decided. */
  readonly pipeline: (context: TargetContext<O>) => readonly PassStep[];
  /** What holds of the graph before the pipeline. */
  readonly given: readonly Invariant[];
  /** Every node that could not be lowered, with its reason; empty for a graph that can be emitted. */
  readonly legal: (graph: Graph, context: TargetContext<O>) => readonly Diagnostic[];
  /** Writes the artifact's files. Only called for legal graphs. */
  readonly emit: (graph: Graph, context: TargetContext<O>, sink: OutputSink) => Promise<Emitted>;
}

/** A target whose option types are forgotten. */
export type Target = CompileTarget<Device>;

export function defineTarget<const O extends AttrSpecs>(declaration: TargetDeclaration<O>): Target {
  return declaration;
}
