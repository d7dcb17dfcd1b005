/** What an ONNX file says, as plain values: model, graph, nodes, attributes, value infos, functions. */

import type { DType } from './dtypes.ts';
import type { SparseTensor, Tensor } from './tensor.ts';

/** A size, the name of a size, or nothing said about it. */
export type FileDim = number | string | null;

export interface ValueInfo {
  readonly name: string;
  readonly dtype?: DType;
  /** Left out: the rank is unknown. */
  readonly shape?: readonly FileDim[];
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'ints'; readonly value: readonly (number | bigint)[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'tensors'; readonly value: readonly Tensor[] }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  | { readonly kind: 'sparse_tensor'; readonly value: SparseTensor }
  /** Inside a function: takes the value of the function's own attribute of that name. */
  | { readonly kind: 'reference'; readonly value: string; readonly of: ReferableKind };

export type ReferableKind = 'int' | 'ints' | 'float' | 'floats' | 'string' | 'strings' | 'tensor';

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Node {
  readonly op: string;
  /** An empty name leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Attributes;
  readonly name?: string;
  readonly domain?: string;
}

export interface Graph {
  readonly name?: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  readonly initializers?: readonly Tensor[];
  readonly sparseInitializers?: readonly (SparseTensor & { readonly name: string })[];
  readonly valueInfos?: readonly ValueInfo[];
}

export interface LocalFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of the attributes that a call must give. */
  readonly attributes?: readonly string[];
  readonly nodes: readonly Node[];
  readonly opset: Opset;
}

/** The version of the standard operators, or versions by domain ('' is the standard domain). */
export type Opset = number | Readonly<Record<string, number>>;

export interface Model extends Graph {
  readonly opset: Opset;
  readonly irVersion?: number;
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly functions?: readonly LocalFunction[];
  readonly metadata?: Readonly<Record<string, string>>;
}

export const attribute = {
  int: (value: number | bigint): Attribute => ({ kind: 'int', value }),
  ints: (value: readonly (number | bigint)[]): Attribute => ({ kind: 'ints', value }),
  float: (value: number): Attribute => ({ kind: 'float', value }),
  floats: (value: readonly number[]): Attribute => ({ kind: 'floats', value }),
  string: (value: string): Attribute => ({ kind: 'string', value }),
  strings: (value: readonly string[]): Attribute => ({ kind: 'strings', value }),
  tensor: (value: Tensor): Attribute => ({ kind: 'tensor', value }),
  tensors: (value: readonly Tensor[]): Attribute => ({ kind: 'tensors', value }),
  graph: (value: Graph): Attribute => ({ kind: 'graph', value }),
  graphs: (value: readonly Graph[]): Attribute => ({ kind: 'graphs', value }),
  sparseTensor: (value: SparseTensor): Attribute => ({ kind: 'sparse_tensor', value }),
  reference: (value: string, of: ReferableKind): Attribute => ({ kind: 'reference', value, of }),
} as const;

/** The lowest IR version that a file with this opset may claim. */
export function irVersionFor(opset: number): number {
  if (opset >= 23) return 11;
  if (opset >= 21) return 10;
  if (opset >= 19) return 9;
  if (opset >= 15) return 8;
  if (opset >= 12) return 7;
  return opset >= 11 ? 6 : 4;
}
