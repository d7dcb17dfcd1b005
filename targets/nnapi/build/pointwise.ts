/** Lowerings that are one operation over broadcasting operands. */

import type { Lowering } from '../lowering.ts';
import { lowering } from '../lowering.ts';
import { AND_INTEGERS, ARITHMETIC, FLOATS_ONLY, asTaken } from '../decompose/numbers.ts';
import type { Takes } from '../decompose/numbers.ts';
import { mergePointwise } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { FUSED_NONE } from '../terms.ts';

/** The rewrites that all pointwise ops have, and those of their own in front. */
export function pointwiseRewrite(takes: Takes, ...own: readonly Rewrite[]): Rewrite {
  return firstOf(...own, asTaken(takes), mergePointwise);
}

/** ADD and the like, with a fused activation that is none. */
export function fusable(code: string, ...own: readonly Rewrite[]): Lowering {
  return lowering(({ m, operands, to }) => m.op(code, [...operands(), FUSED_NONE], to), {
    rewrite: pointwiseRewrite(ARITHMETIC, ...own),
  });
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
