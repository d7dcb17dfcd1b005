/** Random uses of an op: what it declares, then what its lowerings compute; the use that fails is made small. */

import type { OpDefinition } from '../../ir/define.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { opCases } from '../fuzz/op-cases.ts';
import type { OpCase } from '../fuzz/op-cases.ts';
import { judgeCase } from '../fuzz/op-laws.ts';
import { shrinkCase } from '../fuzz/shrink-case.ts';
import { faultOfOwnOp } from '../own-op-fault.ts';
import { opDiffers, opRefused, targetNotRun } from '../pipeline-diagnostics.ts';
import type { Precision } from '../target.ts';
import { largestError } from '../validate.ts';
import type { CommandContext } from './command.ts';
import { asRun, runCases } from './op-on-target.ts';
import type { OpRun } from './op-on-target.ts';
import { CommandFault } from './status.ts';

export interface TriedOp {
  readonly op: string;
  readonly uses: number;
  /** Largest |a-b| / (1 + |b|) by target. */
  readonly errors: Readonly<Record<string, number>>;
  readonly found: readonly Diagnostic[];
  /** The smallest use that fails. */
  readonly failing?: OpCase;
}

export interface OpTrial {
  readonly op: OpDefinition;
  /** What reads the print of a use. */
  readonly ops: OpTable;
  readonly runs: number;
  readonly seed: number;
  readonly targets: readonly OpRun[];
}

type Judged = readonly [OpCase, ReadonlyMap<string, Tensor>];

/** Each of them is compiled and run. */
const MOST_ON_TARGET = 60;

export async function tryOp(context: CommandContext, trial: OpTrial): Promise<TriedOp> {
  const { op, ops, runs, seed } = trial;
  const uses = [...opCases(op, runs, seed)];
  const judged: Judged[] = [];
  for (const [index, use] of uses.entries()) {
    context.signal.throwIfAborted();
    context.progress.count(`uses of ${op.name}`, index, uses.length);
    const { found, outputs } = await judgeCase(op, use, ops);
    if (found.length > 0 || outputs === undefined) {
      const smaller = await smallerUse(context, trial, use, async (one) =>
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
    const ran = await runOn(context, op, judged, target);
    if (ran.error !== undefined) errors[name] = ran.error;
    found.push(...ran.found);
    if (ran.fault !== undefined) failing ??= await smallestOn(context, trial, target, ran);
  }
  return { op: op.name, uses: uses.length, errors, found, ...(failing && { failing }) };
}

interface Ran {
  readonly error?: number;
  readonly found: readonly Diagnostic[];
  /** The code of what is wrong with the lowering, and the uses that may show it, the smallest first. */
  readonly fault?: string | undefined;
  readonly suspects: readonly OpCase[];
}

async function runOn(
  context: CommandContext,
  op: OpDefinition,
  judged: readonly Judged[],
  target: OpRun,
): Promise<Ran> {
  const { name } = target.target;
  const uses = judged.map(([use]) => use).toSorted((a, b) => sizeOf(a) - sizeOf(b));
  try {
    const ran = await runCases(
      context,
      judged.map(([use]) => use),
      target,
    );
    const worst = worstOf(judged, ran, target.compute);
    const error = Math.max(...worst.map((one) => one.error));
    const wrong = worst
      .filter((one) => !(one.error <= one.tolerance))
      .toSorted((a, b) => sizeOf(a.use) - sizeOf(b.use));
    const [first] = wrong;
    if (first === undefined) return { error, found: [], suspects: [] };
    const differs = opDiffers(op.name, name, first.error, first.tolerance);
    const suspects = wrong.map(({ use }) => use);
    return { error, found: [differs], fault: differs.code, suspects };
  } catch (error) {
    const fault = faultOfOwnOp(error);
    if (fault !== undefined) return { found: [fault], fault: fault.code, suspects: uses };
    if (!(error instanceof CommandFault)) throw error;
    const [reason] = error.diagnostics;
    if (error.status === 'usage') {
      return { found: [targetNotRun(name, reason?.message ?? '')], suspects: [] };
    }
    const found = error.diagnostics.map((one) => opRefused(op.name, name, one));
    return { found, fault: found[0]?.code, suspects: uses };
  }
}

/** Of the uses that went through the target together, one that shows the fault alone, made small. */
async function smallestOn(
  context: CommandContext,
  trial: OpTrial,
  target: OpRun,
  { fault, suspects }: Ran,
): Promise<OpCase | undefined> {
  const { op, ops } = trial;
  // What is told of smaller uses is told already.
  const quiet = { ...context, diagnostics: [] };
  const shows = async (use: OpCase): Promise<boolean> => {
    context.signal.throwIfAborted();
    const { found, outputs } = await judgeCase(op, use, ops);
    if (found.length > 0 || outputs === undefined) return false;
    // Twice: alone, and with the neighbour that every second one has.
    const both = [use, use].map((one) => [one, outputs] as const);
    return (await runOn(quiet, op, both, target)).fault === fault;
  };
  for (const use of suspects) {
    if (await shows(use)) return smallerUse(context, trial, use, shows, MOST_ON_TARGET);
  }
  return suspects[0];
}

async function smallerUse(
  { progress, signal }: CommandContext,
  { op }: OpTrial,
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

function sizeOf({ inputs }: OpCase): number {
  return [...inputs.values()].reduce((sum, { data }) => sum + data.length, 0);
}

const HALF_TOLERANCE = 1e-2;

function worstOf(
  judged: readonly (readonly [OpCase, ReadonlyMap<string, Tensor>])[],
  ran: readonly ReadonlyMap<string, Tensor>[],
  precision: Precision,
) {
  return judged.map(([use, expected], index) => {
    const errors = Array.from(expected, ([name, tensor]) => {
      const actual = ran[index]?.get(name);
      return actual === undefined ? Infinity : largestError(actual, asRun(tensor, index));
    });
    const half =
      precision === 'fp16' || [...expected.values()].some(({ dtype }) => dtype === 'f16');
    const tolerance = half ? Math.max(use.tolerance, HALF_TOLERANCE) : use.tolerance;
    return { use, error: Math.max(0, ...errors), tolerance };
  });
}
