/** The target's own program, between lowering and the package: functions of MIL operations over typed values. */

import type { Constant } from '../../ir/constant.ts';
import type { Origin } from '../../ir/graph.ts';

/** The element types of MIL by their names in its text form. */
export type MilDType =
  | 'bool'
  | 'string'
  | 'fp16'
  | 'fp32'
  | 'int4'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'uint1'
  | 'uint2'
  | 'uint3'
  | 'uint4'
  | 'uint6'
  | 'uint8'
  | 'uint16'
  | 'uint32';

/** A scalar has no dims; a dim is undefined where it is flexible. */
export interface MilType {
  readonly dtype: MilDType;
  readonly shape: readonly (number | undefined)[];
}

/** What an operation or a function's input gives. Its name in the package comes from a counter. */
export interface MilValue {
  readonly type: MilType;
  /** Of a value with flexible dims at the model's sizes, where they are known. */
  readonly shapes?: FlexibleShapes;
}

/** A small value that stands in the program itself; row-major. */
export interface Immediate {
  readonly kind: 'immediate';
  readonly type: MilType;
  readonly values: readonly (number | boolean | string)[];
}

/** A tensor of weights: the constant's elements, stored as the dtype of `type`; in weight.bin from 10 elements on. */
export interface Weight {
  readonly kind: 'weight';
  readonly type: MilType;
  readonly constant: Constant;
  /** Bits of each element of the constant, where `type` are the bytes that they are packed into: before iOS 18. */
  readonly packed?: 1 | 2 | 4 | 6 | 8;
}

export type Literal = Immediate | Weight;

/** Several values are one tuple argument, as `concat.values` is. A literal becomes a `const` operation of its own. */
export type Argument = MilValue | Literal | readonly (MilValue | Literal)[];

export interface MilOperation {
  /** As in the opset, such as `conv`. */
  readonly type: string;
  readonly inputs: Readonly<Record<string, Argument>>;
  /** Parameters of the constexpr operations before iOS 18; literals in place, no `const` operations. */
  readonly attributes?: Readonly<Record<string, Literal>>;
  readonly outputs: readonly MilValue[];
  /** The ONNX nodes it stems from. */
  readonly origin: Origin;
}

/** A name at the border: what the app says, from the ONNX name. */
export interface Port {
  readonly name: string;
  readonly value: MilValue;
  /** Not a multi-array but an image: fp32 of shape [1, 3, height, width], in 0 to 255. */
  readonly image?: 'rgb';
  /** What an input with flexible dims takes. */
  readonly shapes?: FlexibleShapes;
}

/** The first of enumerated shapes is the default; ranges include both bounds. */
export type FlexibleShapes =
  | { readonly kind: 'enumerated'; readonly shapes: readonly (readonly number[])[] }
  | {
      readonly kind: 'ranges';
      readonly usual: readonly number[];
      readonly ranges: readonly (readonly [number, number])[];
    };

export interface MilFunction {
  readonly name: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Topologically sorted. */
  readonly operations: readonly MilOperation[];
}

export interface MilProgram {
  readonly opset: Opset;
  readonly functions: readonly MilFunction[];
}

/** CoreML6 is iOS 16, CoreML7 iOS 17, CoreML8 iOS 18, CoreML9 iOS 26. */
export const OPSETS = ['CoreML6', 'CoreML7', 'CoreML8', 'CoreML9'] as const;
export type Opset = (typeof OPSETS)[number];
