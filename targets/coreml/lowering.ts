/** What a file in lower/ gives: how a node becomes operations of MIL. */

import type { Constant } from '../../ir/constant.ts';
import type { Node } from '../../ir/graph.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { AttributeReader } from '../attributes.ts';
import type { Arithmetic } from './build/arithmetic.ts';
import type { MilBuilder } from './builder.ts';
import type { Opset } from './syntax.ts';
import type { Term } from './terms.ts';

/** How attention is written; which is fastest depends on where it runs. */
export const ATTENTION_FORMS = [
  'sdpa',
  'original',
  'split_einsum',
  'split_einsum_chunked',
] as const;
export type AttentionForm = (typeof ATTENTION_FORMS)[number];

export interface LowerContext {
  readonly opset: Opset;
  readonly attention: AttentionForm;
}

/** A node to be lowered. Operands are counted flat, as `node.operands` has them. */
export interface LowerRequest {
  readonly node: Node;
  readonly context: LowerContext;
  readonly m: MilBuilder;
  readonly math: Arithmetic;
  readonly attributes: AttributeReader;
  /** An operand as it is carried (terms.ts); undefined where an optional one is absent. */
  readonly operand: (index: number) => Term | undefined;
  readonly required: (index: number) => Term;
  /** As it came, which may be an 8-bit integer. */
  readonly raw: (index: number) => Term;
  readonly operands: () => readonly Term[];
  /** The operand's type in the IR. */
  readonly type: (index: number) => StaticTensorType;
  readonly constant: (index: number) => Constant | undefined;
  readonly results: readonly StaticTensorType[];
  /** The first result's type in the IR. */
  readonly result: StaticTensorType;
  /** A constant of one number for each output that is added to a contraction right after it. */
  readonly bias: Constant | undefined;
  /** Refuses the node. */
  readonly refuse: (reason: string, cure: string) => never;
}

/** One term for each result, of as many elements as the result has, in row-major order. */
export type Lower = (request: LowerRequest) => Term | readonly Term[];

export interface Lowering {
  readonly lower: Lower;
  /** Composite ops only: false where the node is better decomposed. */
  readonly accepts: (node: Node, context: LowerContext) => boolean;
  /** Takes up a bias that follows. */
  readonly takesBias: (node: Node, context: LowerContext) => boolean;
}

export function lowering(lower: Lower, options: Partial<Omit<Lowering, 'lower'>> = {}): Lowering {
  return { lower, accepts: () => true, takesBias: () => false, ...options };
}
