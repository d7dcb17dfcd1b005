/** What repairs are given and what they tell. */

import type { Graph, Node, Value } from '../../../ir/graph.ts';
import type { HalfArithmetic } from '../halves.ts';
import { between } from '../range.ts';
import type { Range } from '../range.ts';
import type { GuardSite } from '../report.ts';
import type { Site } from '../sites.ts';

export interface RepairContext {
  readonly graph: Graph;
  /** At risk, and to be repaired. */
  readonly sites: readonly Site[];
  /** What was observed of values that repairs make is what it follows to be. */
  readonly observed: Map<Value, Range> | undefined;
  readonly halves: HalfArithmetic;
  /** Nodes that only make sense in fp32. */
  readonly wide: Set<Node>;
  /** Sites that were repaired. */
  readonly done: GuardSite[];
}

/** Says what is observed of a value that is another one times a factor. */
export function observeScaled(
  { observed }: RepairContext,
  made: Value,
  from: Value,
  factor: number,
): void {
  const seen = observed?.get(from);
  if (seen !== undefined) observed?.set(made, between(seen.low * factor, seen.high * factor));
}

/** The least power of two by which the number must be divided to be within the limit. */
export function exponentFor(number: number, limit: number): number {
  return Math.max(0, Math.ceil(Math.log2(number / limit)));
}
