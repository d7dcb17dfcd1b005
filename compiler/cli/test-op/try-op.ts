/** Random uses of an op: what it declares, then what its lowerings compute; the use that fails is made small. */

import type { OpDefinition } from '../../../ir/define.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { OpTable } from '../../../ir/ops/index.ts';
import { opCases } from '../../fuzz/op-cases.ts';
import type { OpCase } from '../../fuzz/op-cases.ts';
import { judgeCase } from '../../fuzz/op-laws.ts';
import { faultOfOwnOp } from '../../own-op-fault.ts';
import type { CommandContext } from '../command.ts';
import { judgeOnTarget } from './judge-on-target.ts';
import type { KnownUse } from './judge-on-target.ts';
import type { OpRun } from './run-cases.ts';
import { smallerUse, smallestOnTarget } from './smallest-use.ts';

export interface TriedOp {
  readonly op: string;
  readonly uses: number;
  /** Largest |a-b| / (1 + |b|) by target. */
  readonly errors: Readonly<Record<string, number>>;
  readonly found: readonly Diagnostic[];
  /** The smallest use that fails. */
  readonly failing?: OpCase;
}

interface OpTrial {
  readonly op: OpDefinition;
  /** What reads the print of a use. */
  readonly ops: OpTable;
  readonly runs: number;
  readonly seed: number;
  readonly targets: readonly OpRun[];
}

export async function tryOp(context: CommandContext, trial: OpTrial): Promise<TriedOp> {
  const { op, ops } = trial;
  const { uses, fault } = usesOf(trial);
  if (fault !== undefined) return { op: op.name, uses: 0, errors: {}, found: [fault] };
  const judged: KnownUse[] = [];
  for (const [index, use] of uses.entries()) {
    context.signal.throwIfAborted();
    context.progress.count(`uses of ${op.name}`, index, uses.length);
    const { found, outputs } = await judgeCase(op, use, ops);
    if (found.length > 0 || outputs === undefined) {
      const smaller = await smallerUse(context, op, use, async (one) =>
        (await judgeCase(op, one, ops)).found.some(({ code }) => code === found[0]?.code),
      );
      const { found: told } = await judgeCase(op, smaller, ops);
      // One that gives other numbers each time may do so by chance only.
      const kept = told.length > 0 ? { found: told, failing: smaller } : { found, failing: use };
      return { op: op.name, uses: index + 1, errors: {}, ...kept };
    }
    judged.push([use, outputs]);
  }
  const errors: Record<string, number> = {};
  const found: Diagnostic[] = [];
  let failing: OpCase | undefined;
  for (const target of trial.targets) {
    const { name } = target.target;
    context.progress.phase(`${op.name} on ${name}`);
    const verdict = await judgeOnTarget(context, op, judged, target);
    if (verdict.error !== undefined) errors[name] = verdict.error;
    found.push(...verdict.found);
    if (verdict.fault !== undefined) {
      failing ??= await smallestOnTarget(context, trial, target, verdict);
    }
  }
  return { op: op.name, uses: uses.length, errors, found, ...(failing && { failing }) };
}

/** What it takes is asked of its own `infer`. */
function usesOf({ op, runs, seed }: OpTrial): {
  readonly uses: readonly OpCase[];
  readonly fault?: Diagnostic;
} {
  try {
    return { uses: [...opCases(op, runs, seed)] };
  } catch (error) {
    const fault = faultOfOwnOp(error);
    if (fault === undefined) throw error;
    return { uses: [], fault };
  }
}
