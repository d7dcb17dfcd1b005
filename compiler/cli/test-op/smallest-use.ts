/** The smallest use of an op that shows what is wrong with its declaration, or with its lowering for a target. */

import type { OpDefinition } from '../../../ir/define.ts';
import type { OpTable } from '../../../ir/ops/index.ts';
import type { OpCase } from '../../fuzz/op-cases.ts';
import { judgeCase } from '../../fuzz/op-laws.ts';
import { shrinkCase } from '../../fuzz/shrink-case.ts';
import type { CommandContext } from '../command.ts';
import { judgeOnTarget } from './judge-on-target.ts';
import type { KnownUse, Verdict } from './judge-on-target.ts';
import type { OpRun } from './run-cases.ts';

/** Each of them is compiled and run. */
const MOST_ON_TARGET = 60;

/** Of the uses that went through the target together, one that shows the fault alone, made small. */
export async function smallestOnTarget(
  context: CommandContext,
  { op, ops }: { readonly op: OpDefinition; readonly ops: OpTable },
  target: OpRun,
  { fault, suspects }: Verdict,
): Promise<OpCase | undefined> {
  // What is told of smaller uses is told already.
  const quiet = { ...context, diagnostics: [] };
  const show = async (uses: readonly KnownUse[]): Promise<boolean> => {
    context.signal.throwIfAborted();
    // Twice: alone, and with the neighbour that every second one has.
    const both = uses.flatMap((one) => [one, one]);
    return (await judgeOnTarget(quiet, op, both, target)).fault === fault;
  };
  const shows = async (use: OpCase): Promise<boolean> => {
    const { found, outputs } = await judgeCase(op, use, ops);
    return found.length === 0 && outputs !== undefined && (await show([[use, outputs]]));
  };
  let left = suspects;
  while (left.length > 1) {
    context.progress.phase(`${op.name} failed; one of ${left.length} uses shows it`);
    const half = left.slice(0, Math.ceil(left.length / 2));
    left = (await show(half)) ? half : left.slice(half.length);
  }
  const use = left[0]?.[0];
  if (use === undefined || !(await shows(use))) return use;
  return smallerUse(context, op, use, shows, MOST_ON_TARGET);
}

export async function smallerUse(
  { progress, signal }: CommandContext,
  op: OpDefinition,
  use: OpCase,
  fails: (smaller: OpCase) => Promise<boolean>,
  limit?: number,
): Promise<OpCase> {
  return shrinkCase(use, fails, {
    ...(limit !== undefined && { limit }),
    onTry: (tried) => {
      signal.throwIfAborted();
      progress.phase(`${op.name} failed; made smaller, ${tried} tries`);
    },
  });
}
