/** The target's own program, between lowering and the emitted tables: NNAPI operations over typed operands. */

import type { Constant } from '../../ir/constant.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';

/** Types of operands by the names of the NDK without their prefix. */
export type OperandCode =
  | 'FLOAT32'
  | 'INT32'
  | 'BOOL'
  | 'FLOAT16'
  | 'TENSOR_FLOAT32'
  | 'TENSOR_FLOAT16'
  | 'TENSOR_INT32'
  | 'TENSOR_BOOL8'
  | 'TENSOR_QUANT8_ASYMM'
  | 'TENSOR_QUANT8_ASYMM_SIGNED'
  | 'TENSOR_QUANT8_SYMM'
  | 'TENSOR_QUANT8_SYMM_PER_CHANNEL';

export interface OperandType {
  readonly code: OperandCode;
  /** Empty for scalars; tensors have one to four axes, each known. */
  readonly shape: readonly number[];
  /** 0 where the type is not quantised, and for scales per channel. */
  readonly scale: number;
  readonly zeroPoint: number;
  readonly perChannel?: PerChannel;
}

export interface PerChannel {
  readonly axis: number;
  /** One for each index of the axis; they stand in a pool. */
  readonly scales: Constant;
}

/** What an operation or the model's input gives. */
export interface NnValue {
  readonly type: OperandType;
}

/** A small value that stands in the program: a scalar parameter, a shape, a permutation. */
export interface Immediate {
  readonly kind: 'immediate';
  readonly type: OperandType;
  readonly values: readonly (number | boolean)[];
}

/** A tensor of weights: the constant's elements in row-major order, stored as `type` says, in a pool. */
export interface Weight {
  readonly kind: 'weight';
  readonly type: OperandType;
  readonly constant: Constant;
  /** What is wrong where an integer ends at the limits of its type. */
  readonly beyond?: Diagnostic;
}

/** An optional input that is left out. */
export interface Omitted {
  readonly kind: 'omitted';
  readonly type: OperandType;
}

export type Argument = NnValue | Immediate | Weight | Omitted;

export interface NnOperation {
  /** By the name of the NDK without its prefix, such as `CONV_2D`. */
  readonly code: string;
  readonly inputs: readonly Argument[];
  readonly outputs: readonly NnValue[];
  /** The ONNX nodes it stems from. */
  readonly origin: Origin;
}

/** An input or output of the model: the ONNX name, and what the app gives or gets. */
export interface Port {
  readonly name: string;
  readonly value: NnValue;
}

export interface NnModel {
  /** As `ANeuralNetworks_getRuntimeFeatureLevel` counts: 29, 30, 31, 1000006, 1000007. */
  readonly featureLevel: number;
  /** Whether fp32 operands may be computed in fp16. */
  readonly relaxed: boolean;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Topologically sorted. */
  readonly operations: readonly NnOperation[];
  /** What the user should know of how it computes. */
  readonly remarks: readonly Diagnostic[];
}
