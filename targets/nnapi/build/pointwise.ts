/** Lowerings that are one operation over broadcasting operands. */

import type { Node } from '../../../ir/graph.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import type { Lowering } from '../lowering.ts';
import { lowering } from '../lowering.ts';
import { AND_INTEGERS, ARITHMETIC, FLOATS_ONLY, asTaken } from '../decompose/numbers.ts';
import type { Takes } from '../decompose/numbers.ts';
import { mergePointwise } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { quantisedPair, quantisedUnary } from '../quantised/pointwise.ts';
import { FUSED_NONE } from '../terms.ts';

/** The rewrites that all pointwise ops have, and those of their own in front. */
export function pointwiseRewrite(takes: Takes, ...own: readonly Rewrite[]): Rewrite {
  return firstOf(...own, asTaken(takes), mergePointwise);
}

/** ADD, SUB and MUL, with a fused activation that is none. */
export function fusable(code: 'ADD' | 'SUB' | 'MUL'): Lowering {
  return lowering(({ m, operands, to }) => m.op(code, [...operands(), FUSED_NONE], to), {
    rewrite: pointwiseRewrite(ARITHMETIC),
    quantised: quantisedPair(code),
  });
}

/** MAXIMUM and MINIMUM, which numbers in 8 bits of one scale go through as they are. */
export function extreme(code: 'MAXIMUM' | 'MINIMUM'): Lowering {
  return { ...plain(code, AND_INTEGERS), carries: (node) => node.operands.every(isKnown) };
}

/** Computed, or one number. */
function isKnown(operand: Node['operands'][number]): boolean {
  return operand?.constant === undefined || uniformValue(operand) !== undefined;
}

/** A function whose results in 8 bits have a scale of its own. */
export function bounded(code: 'LOGISTIC' | 'TANH'): Lowering {
  return { ...floatUnary(code), quantised: quantisedUnary(code) };
}

export function plain(code: string, takes: Takes, ...own: readonly Rewrite[]): Lowering {
  return lowering(({ m, operands, to }) => m.op(code, operands(), to), {
    rewrite: pointwiseRewrite(takes, ...own),
  });
}

export function floatUnary(code: string): Lowering {
  return plain(code, FLOATS_ONLY);
}

export function comparison(code: string): Lowering {
  return plain(code, AND_INTEGERS);
}
