/** The p-norm along axes. */

import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import type { RuleContext } from '../rule.ts';

/** (sum of |x|^p)^(1/p); the axes stay with size 1. */
export function norm(
  m: Arithmetic,
  node: RuleContext,
  input: Value,
  axes: readonly number[],
  p: number,
): Value {
  if (p < 1) fail(`p is ${p}, but norms have p of 1 or more`);
  if (p === 1) return node.b.reduce_l1({ input }, { axes });
  if (p === 2) return node.b.reduce_l2({ input }, { axes });
  return m.pow(m.reduceSum(m.pow(m.abs(input), p), axes), 1 / p);
}
