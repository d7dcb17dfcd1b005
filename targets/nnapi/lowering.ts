/** What a file in lower/ gives: how a node is first rewritten in the IR, and how it becomes an operation. */

import type { Constant } from '../../ir/constant.ts';
import type { Node } from '../../ir/graph.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { AttributeReader } from '../attributes.ts';
import type { NnBuilder } from './builder.ts';
import type { Rewrite } from './decompose/site.ts';
import type { FeatureLevel } from './levels.ts';
import type { OperandType } from './syntax.ts';
import type { Term } from './terms.ts';

export interface LowerContext {
  readonly featureLevel: FeatureLevel;
  /** Whether fp32 operands may be computed in fp16. */
  readonly relaxed: boolean;
  /** Sums of at least as many halves are taken in fp32; 0 where they never are. */
  readonly wideSumsFrom: number;
}

/** A node to be lowered. Operands are counted flat, as `node.operands` has them. */
export interface LowerRequest {
  readonly node: Node;
  readonly context: LowerContext;
  readonly m: NnBuilder;
  readonly attributes: AttributeReader;
  /** An operand as it is carried (terms.ts); undefined where an optional one is absent. */
  readonly operand: (index: number) => Term | undefined;
  readonly required: (index: number) => Term;
  readonly operands: () => readonly Term[];
  /** The operand's type in the IR. */
  readonly type: (index: number) => StaticTensorType;
  /** The first result's type in the IR. */
  readonly result: StaticTensorType;
  /** How each result is carried. */
  readonly carried: readonly OperandType[];
  /** How the first is. */
  readonly to: OperandType;
  /** A constant of one number for each output that is added to a contraction right after it. */
  readonly bias: Constant | undefined;
  /** Refuses the node. */
  readonly refuse: (reason: string, cure: string) => never;
}

/** One term for each result, of as many elements as the result has, in row-major order. */
export type Lower = (request: LowerRequest) => Term | readonly Term[];

export interface Lowering {
  /** The node in other nodes where it has no operation of its own; undefined leaves it to `lower`. */
  readonly rewrite: Rewrite;
  /** Absent where `rewrite` leaves nothing. */
  readonly lower: Lower | undefined;
  /** Takes up a bias that follows. */
  readonly takesBias: (node: Node, context: LowerContext) => boolean;
}

export function lowering(lower: Lower, options: Partial<Omit<Lowering, 'lower'>> = {}): Lowering {
  return { rewrite: () => undefined, takesBias: () => false, ...options, lower };
}

/** An op that NNAPI has no operation for. */
export function rewritten(rewrite: Rewrite): Lowering {
  return { rewrite, lower: undefined, takesBias: () => false };
}
