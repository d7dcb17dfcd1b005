/** What a file in lower/ gives: how one op becomes an expression, a view, or kernels. */

import type { Constant } from '../../ir/constant.ts';
import type { Node, Origin } from '../../ir/graph.ts';
import type { DType, StaticTensorType } from '../../ir/types.ts';
import type { Device } from '../devices/device.ts';
import type { Buffer, ElementForm, Kernel, Storage } from './program.ts';
import type { ComputeType, KernelWriter, Width } from './syntax.ts';

/** What the expression of a pointwise op may ask for. */
export interface ExpressionContext {
  readonly kernel: KernelWriter;
  readonly node: Node;
  /** The result's compute type and dtype. */
  readonly type: ComputeType;
  readonly dtype: DType;
  /** The operands' compute types and dtypes, flat. */
  readonly operandTypes: readonly ComputeType[];
  readonly operandDTypes: readonly DType[];
  /** Operands and result are scalars or vec4s alike. */
  readonly width: Width;
  /** A literal of a compute type, splat to the width. */
  readonly literal: (value: number, type?: ComputeType) => string;
}

/** An expression over operand expressions; it may be asked for vec4s as well as scalars. */
export interface PointwiseLowering {
  readonly kind: 'pointwise';
  readonly expression: (operands: readonly string[], context: ExpressionContext) => string;
}

/** The result is the first operand's elements in another order or shape: memory read otherwise, else a copy. */
export interface MovementLowering {
  readonly kind: 'movement';
  /** Where the result lies if the operand of this shape lies there; undefined where no strides say so. */
  readonly read: Move;
  /** Where the operand has to be written so that the result, of this shape, lies there. */
  readonly write?: Move;
}

type Move = (placement: Placement, shape: readonly number[], node: Node) => Placement | undefined;

/** Operand `index` is the part of the result that lies where `part` says. */
export interface JoinLowering {
  readonly kind: 'join';
  readonly part: (placement: Placement, node: Node, index: number) => Placement;
}

/** Where a tensor lies in its buffer, in elements: the element at an index is at `offset + sum(index * stride)`. */
export interface Placement {
  readonly offset: number;
  readonly strides: readonly number[];
}

export interface Location extends Placement {
  readonly buffer: Buffer;
}

/** Which tensors a lowering takes that do not lie in row-major order from the buffer's start; by default none. */
export interface Strided {
  /** Operand `index` may lie so: a transpose, slice or part of a concatenation need not be copied first. */
  readonly reads?: (index: number, placement: Placement, node: Node) => boolean;
  /** The first result may be written so: into a transpose's or a concatenation's memory. */
  readonly writes?: (placement: Placement, node: Node) => boolean;
  /** The first result may take the memory of this operand, which each element reads for itself only. */
  readonly overwrites?: number;
}

/** One or more kernels of its own; an anchor also computes what is fused behind it. */
export interface KernelLowering {
  readonly kind: 'kernel';
  readonly build: (request: LowerRequest) => readonly Kernel[];
  readonly strided: Strided;
}

/** What a kernel was built from. */
export interface BuildRequest {
  readonly lowering: KernelLowering;
  readonly request: LowerRequest;
}

export type Lowering = PointwiseLowering | MovementLowering | JoinLowering | KernelLowering;

/** What an anchor kernel does to each element of its result before storing it. */
export interface Epilogue {
  /** Four consecutive elements can be done at once where their first index is a multiple of four. */
  readonly vectorizes: boolean;
  /**
   * A function for one shader: from the anchor's value (in f32, or the compute type of its dtype) at the
   * flat index `flat` of the anchor's result to the value to store.
   */
  readonly begin: (kernel: KernelWriter) => (value: string, flat: string, width: Width) => string;
}

/**
 * An operand as a kernel generator sees it: memory, the shape it is read with, and its constant if it is one. It
 * lies in row-major order from the start of its buffer unless the lowering's `strided.reads` says yes to less.
 */
export interface Operand extends Location {
  /** The value's type; the buffer may have been made under another shape. */
  readonly type: StaticTensorType;
  readonly constant: Constant | undefined;
}

/** A node to be lowered, as a kernel generator sees it. */
export interface LowerRequest {
  readonly node: Node;
  readonly device: Device;
  /** Words for the kernel's label: the op and what is fused. */
  readonly label: string;
  readonly origin: Origin;
  /** An operand by its flat index; undefined where an optional operand is absent. */
  readonly operand: (index: number) => Operand | undefined;
  /** An operand that must be there. */
  readonly required: (index: number) => Operand;
  /** Makes a weight out of a constant: a recipe that lays it out as the kernel wants, or stores it so. */
  readonly weight: (constant: Constant, stored?: ElementForm) => Buffer;
  /** Where each result goes; with an epilogue, where the epilogue's result goes. */
  readonly results: readonly Storage[];
  /** Where in `results[0]` the elements of the first result go; row-major unless `strided.writes` says yes. */
  readonly placement: Placement;
  /** Memory for a step between kernels of this node. */
  readonly scratch: (type: StaticTensorType) => Storage;
  /** What happens to each element of the first result before it is stored. */
  readonly epilogue: Epilogue;
  /** The types of the node's own results, before any epilogue. */
  readonly resultTypes: readonly StaticTensorType[];
}

export function pointwise(expression: PointwiseLowering['expression']): PointwiseLowering {
  return { kind: 'pointwise', expression };
}

export function kernels(build: KernelLowering['build'], strided: Strided = {}): KernelLowering {
  return { kind: 'kernel', build, strided };
}

export function movement(moves: Omit<MovementLowering, 'kind'>): MovementLowering {
  return { kind: 'movement', ...moves };
}

export function join(part: JoinLowering['part']): JoinLowering {
  return { kind: 'join', part };
}
