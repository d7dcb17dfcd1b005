/** defineTarget: what a target gives to the compiler; built-in and user targets have the same shape. */

import type { Invariant } from '../compiler/invariants.ts';
import type { PassStep } from '../compiler/pass.ts';
import type { ModelInterface, OutputSink } from '../compiler/output.ts';
import type { AttrSpecs, Attributes } from '../ir/define.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { Device } from './devices/device.ts';

export type Precision = 'fp32' | 'fp16';

export interface TargetContext<O extends AttrSpecs = AttrSpecs> {
  readonly device: Device;
  readonly precision: Precision;
  readonly options: Attributes<O>;
  /** The model's name for people; never code, never a path. */
  readonly modelName: string;
  /** Inputs and outputs as the model declares them. */
  readonly interface: ModelInterface;
  readonly signal: AbortSignal | undefined;
}

/** What an emitter tells of the artifact; part of the manifest. */
export interface Emitted {
  /** The name in the artifact of each input and output, in the interface's order. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Figures for tables and reports, such as `kernels`, `weightBytes`, `arenaBytes`, by their names. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface TargetDeclaration<O extends AttrSpecs> {
  readonly name: string;
  readonly describe: string;
  /** The target's own options; the command line reads them as NAME=VALUE. */
  readonly options: O;
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
export interface Target {
  readonly name: string;
  readonly describe: string;
  readonly options: AttrSpecs;
  supports(context: TargetContext): readonly Diagnostic[];
  pipeline(context: TargetContext): readonly PassStep[];
  readonly given: readonly Invariant[];
  legal(graph: Graph, context: TargetContext): readonly Diagnostic[];
  emit(graph: Graph, context: TargetContext, sink: OutputSink): Promise<Emitted>;
}

export function defineTarget<const O extends AttrSpecs>(declaration: TargetDeclaration<O>): Target {
  // oxlint-disable-next-line typescript/no-explicit-any -- the option types are forgotten here
  return declaration as any;
}
