/** What a file in lower/ gives: how a node is first rewritten in the IR, and how it becomes an operation. */

import type { Constant } from '../../ir/constant.ts';
import type { Node, Value } from '../../ir/graph.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { AttributeReader } from '../attributes.ts';
import type { NnBuilder } from './builder.ts';
import type { Rewrite } from './decompose/site.ts';
import type { FeatureLevel } from './levels.ts';
import type { NnValue, OperandType } from './syntax.ts';
import type { Term } from './terms.ts';

/** In the compiler pools hold floats, for drivers that take no filters that are computed. */
export const DEQUANTIZED = ['phone', 'compiler'] as const;

export interface LowerContext {
  readonly featureLevel: FeatureLevel;
  /** Whether fp32 operands may be computed in fp16. */
  readonly relaxed: boolean;
  /** Where weights in few bits become floats, for operations on floats; on the phone when absent. */
  readonly dequantize?: (typeof DEQUANTIZED)[number];
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
  /** The computed floats of an operand as they are before they are dequantised; undefined for others. */
  readonly quantised: (index: number) => NnValue | undefined;
  /** As what all readers of the first result quantise it, carried as `to` is. */
  readonly wanted: OperandType | undefined;
  /** Whether a value is an output of the model. */
  readonly isOutput: (value: Value) => boolean;
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
  /** `lower` serves 8-bit numbers too, whose scale the result keeps: they are moved, or compared. */
  readonly carries?: (node: Node) => boolean;
  /** The operation on 8-bit operands, in the wanted type; undefined, before any is written, where there is none. */
  readonly quantised?: (request: LowerRequest) => Term | undefined;
}

export function lowering(lower: Lower, options: Partial<Omit<Lowering, 'lower'>> = {}): Lowering {
  return { rewrite: () => undefined, takesBias: () => false, ...options, lower };
}

/** An op that NNAPI has no operation for. */
export function rewritten(rewrite: Rewrite): Lowering {
  return { rewrite, lower: undefined, takesBias: () => false };
}
