/** What an op says of the numbers it computes, for the guard, which names no op. */

import type { AttributeMap } from '../../../ir/define.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import type { Range } from '../range.ts';
import type { WeightRows } from '../statistics.ts';

export interface RangeContext {
  readonly range: (value: Value) => Range;
  /** Sums along a weight for each index of one axis, and over all of it; undefined for what is computed. */
  readonly rows: (
    value: Value,
    axis: number,
  ) => (WeightRows & { readonly all: number }) | undefined;
}

/**
 * What is computed on the way to a result.
 * - sum: what products, or elements, are added up in, in any order.
 * - square: what a norm squares.
 * - score: products of queries and keys.
 */
export type InnerKind = 'sum' | 'square' | 'score';

export interface Inner {
  readonly kind: InnerKind;
  /** No number is larger. */
  readonly bound: number;
  /** How many are added up. */
  readonly terms?: number;
}

/** The operands, by their places, through which a factor passes. */
export interface Linear {
  /** With all of them multiplied by it, and all `terms`, the result is. */
  readonly along: readonly number[];
  /** Or with one of these instead of those. */
  readonly factors: readonly number[];
  /** What is added afterwards. */
  readonly terms: readonly number[];
}

/** For ops that `pointwise`, `movement` or a decomposition into core ops do not say it all of. */
export interface RangeRule {
  readonly results: (node: Node, context: RangeContext) => readonly Range[];
  /** Weights that are summed over, and the axis along which each index has a sum of its own. */
  readonly weights?: (node: Node) => readonly { readonly value: Value; readonly axis: number }[];
  readonly inner?: (node: Node, context: RangeContext) => readonly Inner[];
  readonly linear?: (node: Node) => Linear | undefined;
  /** Attributes under which the op gives the same result for its first operand times `factor`. */
  readonly rescaled?: (attributes: AttributeMap, factor: number) => AttributeMap | undefined;
  /** Knows what to do with elements that a mask hides. */
  readonly takesMasks?: boolean;
}
