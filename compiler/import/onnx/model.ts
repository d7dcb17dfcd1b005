/** The ONNX model as plain data: what the reader makes and the converter reads. Weights stay byte ranges. */

import type { Constant } from '../../../ir/constant.ts';
import type { DType } from '../../../ir/types.ts';

export interface OnnxModel {
  /** Shown in diagnostics and kept in the manifest; never used as a path. */
  readonly file: string;
  readonly irVersion: number;
  readonly producer: string;
  /** Opset version by domain; the default domain is the empty string (`ai.onnx` is folded into it). */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  readonly functions: readonly OnnxFunction[];
}

export interface OnnxGraph {
  readonly name: string;
  /** As written; the converter sorts them and reports cycles. */
  readonly nodes: readonly OnnxNode[];
  /** Inputs of the graph that are not initializers. */
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly valueInfo: ReadonlyMap<string, OnnxValueInfo>;
  /** Dense and sparse initializers alike, by name; those that are also graph inputs are here. */
  readonly initializers: ReadonlyMap<string, Constant>;
}

export interface OnnxNode {
  /** May be empty or repeated in the file; `place` names it for people. */
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  /** An empty string is an absent optional input. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** Distinguishes functions of one name (IR version 10). */
  readonly overload: string;
}

/** Integers of attributes are exact: bigint where they leave the safe range. */
export type OnnxAttribute =
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'ints'; readonly value: readonly (number | bigint)[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Constant }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  /** Inside a function: the value of the caller's attribute of this name. */
  | { readonly kind: 'reference'; readonly name: string }
  /** A kind that no supported operator has (graphs, type_proto, tensors); named for the diagnostic. */
  | { readonly kind: 'unsupported'; readonly name: string };

export interface OnnxValueInfo {
  readonly name: string;
  /** Undefined where the model does not say, or says something that is no tensor (`unsupported`). */
  readonly dtype: DType | undefined;
  /** A number, a dim's name, or undefined where the model gives neither. Undefined shape: unknown rank. */
  readonly shape: readonly (number | string | undefined)[] | undefined;
  /** Words for a type that is not a supported tensor, such as `sequence` or `string tensor`. */
  readonly unsupported: string | undefined;
}

export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attribute names without default, and defaults by name. */
  readonly attributes: readonly string[];
  readonly attributeDefaults: ReadonlyMap<string, OnnxAttribute>;
  readonly nodes: readonly OnnxNode[];
  readonly opsets: ReadonlyMap<string, number>;
}
