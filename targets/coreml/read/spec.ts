/** What a package says, in types of the reader's own: the interface, and functions of operations over named values. */

import type { ElementType, ImmediateField } from './elements.ts';

/** Undefined where the size is known only when the program runs. */
export type Dim = number | undefined;

export interface TensorType {
  readonly kind: 'tensor';
  readonly dtype: ElementType;
  readonly shape: readonly Dim[];
}

export type ValueType =
  | TensorType
  | { readonly kind: 'state'; readonly wrapped: TensorType }
  /** Lists, tuples and dictionaries, of which this reader knows no more; tensors of a rank that is not known. */
  | { readonly kind: 'other'; readonly what: string };

export interface NamedType {
  readonly name: string;
  readonly type: ValueType;
}

export interface Immediate {
  readonly kind: 'immediate';
  readonly field: ImmediateField;
  readonly values: Uint8Array | ArrayLike<number | bigint | boolean | string>;
}

export interface BlobReference {
  readonly kind: 'blob';
  readonly file: string;
  /** Of the metadata record. */
  readonly offset: number;
}

export interface Value {
  readonly type: ValueType;
  readonly content: Immediate | BlobReference | { readonly kind: 'other'; readonly what: string };
}

export type Binding =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'value'; readonly value: Value };

export interface Operation {
  readonly type: string;
  readonly inputs: ReadonlyMap<string, readonly Binding[]>;
  readonly outputs: readonly NamedType[];
  readonly attributes: ReadonlyMap<string, Value>;
  /** How many nested blocks it has, as `cond` and `while_loop` do. */
  readonly blocks: number;
}

export interface Block {
  readonly inputs: readonly NamedType[];
  readonly outputs: readonly string[];
  readonly operations: readonly Operation[];
}

export interface ProgramFunction {
  readonly name: string;
  readonly inputs: readonly NamedType[];
  readonly opset: string;
  /** By opset. */
  readonly blocks: ReadonlyMap<string, Block>;
}

export interface SizeRange {
  readonly lower: number;
  /** Undefined where it is unbounded. */
  readonly upper: number | undefined;
}

export interface ArrayFeature {
  readonly kind: 'array';
  /** The number of the interface's own enumeration. */
  readonly dataType: number;
  readonly shape: readonly number[];
  readonly enumerated: readonly (readonly number[])[];
  readonly ranges: readonly SizeRange[];
}

export interface ImageFeature {
  readonly kind: 'image';
  readonly width: number;
  readonly height: number;
  readonly colorSpace: number;
  /** Whether other sizes are taken too. */
  readonly flexible: boolean;
}

export interface Feature {
  readonly name: string;
  readonly optional: boolean;
  /** What an optional array holds where the app gives none. */
  readonly hasDefault?: boolean;
  /** An array that the model keeps between runs. */
  readonly state?: boolean;
  readonly type: ArrayFeature | ImageFeature | { readonly kind: 'other'; readonly what: string };
}

/** What the app sees of one function. */
export interface FunctionInterface {
  readonly name: string;
  readonly inputs: readonly Feature[];
  readonly outputs: readonly Feature[];
  readonly states: readonly Feature[];
  /** Outputs that are named as those of a classifier. */
  readonly predicted: readonly string[];
}

export interface PackageModel {
  /** What wrote the package, where its metadata tells. */
  readonly generator: string | undefined;
  readonly specificationVersion: number;
  /** Several only where the model is described by functions. */
  readonly interfaces: readonly FunctionInterface[];
  readonly describedByFunctions: boolean;
  /** How many features are described beside the functions, where there must be none. */
  readonly outerFeatures: number;
  readonly defaultFunction: string;
  /** Whether a default is named although no functions are described. */
  readonly outerDefault: boolean;
  readonly programVersion: number;
  readonly functions: ReadonlyMap<string, ProgramFunction>;
}
