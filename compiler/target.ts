/** What the compiler asks of a target, over any kind of device; targets/target.ts says which kind that is. */

import type { AttrSpecs, Attributes } from '../ir/define.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { EncodeConstant } from '../ir/encode-constant.ts';
import type { Graph } from '../ir/graph.ts';
import type { Pictures } from './diffusion/pictures.ts';
import type { PartName } from './diffusion/roles.ts';
import type { HalfArithmetic } from './guard/halves.ts';
import type { Invariant } from './invariants.ts';
import type { ModelInterface, OutputSink } from './output.ts';
import type { PassStep } from './pass.ts';
import type { ModelShapes, Sizes } from './shapes.ts';

export const PRECISIONS = ['fp32', 'fp16'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** All that the compiler itself knows of a device. */
export interface NamedDevice {
  readonly name: string;
}

export interface CompileContext<D extends NamedDevice, O extends AttrSpecs = AttrSpecs> {
  readonly device: D;
  readonly precision: Precision;
  readonly options: Attributes<O>;
  /** The model's name for people; never code, never a path. */
  readonly modelName: string;
  /** Inputs and outputs as the model declares them. */
  readonly interface: ModelInterface;
  /** Computes weights, on other threads where the host has them. */
  readonly encode: EncodeConstant;
  readonly signal: AbortSignal | undefined;
  /** Absent where every dim has one size. */
  readonly shapes?: ContextShapes;
  /** Absent where there are none; not together with several shapes. */
  readonly adapters?: readonly AdapterVariant[];
}

/** The model at several sizes of its dims; a target gets one graph as ever, and the others here. */
export interface ContextShapes {
  readonly kind: ModelShapes['kind'];
  /** Of the usual graph. */
  readonly sizes: Sizes;
  readonly others: readonly ShapeVariant[];
  /** All of them without sizes of 1, after the same passes; absent where nothing is gained by it. */
  readonly withoutOnes?: readonly Graph[];
}

/** The model at other sizes, after the same passes. */
export interface ShapeVariant {
  readonly sizes: Sizes;
  readonly graph: Graph;
  readonly interface: ModelInterface;
}

/** The model with other weights, after the same passes; equal weights are the same constants. */
export interface AdapterVariant {
  readonly name: string;
  readonly graph: Graph;
}

/** What an emitter tells of the artifact; part of the manifest. */
export interface Emitted {
  /** The name in the artifact of each input and output, in the interface's order. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** How the artifact carries inputs and outputs, by their names in it; as the model declares them where absent. */
  readonly carried?: ReadonlyMap<string, CarriedTensor>;
  /** Figures for tables and reports, such as `kernels`, `weightBytes`, `arenaBytes`, by their names. */
  readonly figures: Readonly<Record<string, number>>;
  /** Weights that are stored in few bits each. */
  readonly weights?: readonly StoredWeight[];
}

/** In dtypes of the IR, or `image` of [height, width, channels]. */
export interface CarriedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
}

export interface StoredWeight {
  /** The model's nodes that read it. */
  readonly nodes: readonly string[];
  /** The width of its integers or palette, in the target's words. */
  readonly form: string;
  readonly elements: number;
  /** With scales, zero points and tables. */
  readonly bytes: number;
}

export interface PicturesEmitter {
  /** The target's options for a model that is a part of a pipeline with this name. */
  readonly partOptions: (part: PartName, pipeline: string) => Readonly<Record<string, unknown>>;
  readonly emit: (pictures: Pictures, sink: OutputSink) => Promise<void>;
}

/** Sizes that are listed, or ranges of them too. */
export type SeveralShapes = 'listed' | 'ranges';

/** A target whose option types are forgotten. */
export interface CompileTarget<D extends NamedDevice> {
  readonly name: string;
  readonly describe: string;
  readonly options: AttrSpecs;
  /** Which sizes of a dim an artifact may have several of; none when absent. */
  readonly severalShapes?: SeveralShapes;
  /** Whether an artifact may hold adapters of the model; no when absent. */
  readonly takesAdapters?: boolean;
  /** What joins the models of a pipeline from words to pictures; absent where the target has models only. */
  readonly pictures?: PicturesEmitter;
  /** What fp16 means there, for the guard; a target that says nothing is taken to add up halves in halves. */
  halves?(context: CompileContext<D>): HalfArithmetic;
  supports(context: CompileContext<D>): readonly Diagnostic[];
  pipeline(context: CompileContext<D>): readonly PassStep[];
  readonly given: readonly Invariant[];
  legal(graph: Graph, context: CompileContext<D>): readonly Diagnostic[];
  emit(graph: Graph, context: CompileContext<D>, sink: OutputSink): Promise<Emitted>;
}
