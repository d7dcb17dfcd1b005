/** Uses of an op on a target: whether it takes them, and whether their numbers are those of `evaluate`. */

import type { OpDefinition } from '../../../ir/define.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { OpCase } from '../../fuzz/op-cases.ts';
import { faultOfOwnOp } from '../../own-op-fault.ts';
import { opDiffers, opRefused, targetNotRun } from '../../pipeline-diagnostics.ts';
import type { Precision } from '../../target.ts';
import { largestError } from '../../validate.ts';
import type { CommandContext } from '../command.ts';
import { asRun, runCases } from './run-cases.ts';
import type { OpRun } from './run-cases.ts';
import { CommandFault } from '../status.ts';

/** A use, and what `evaluate` gives for it. */
export type KnownUse = readonly [OpCase, ReadonlyMap<string, Tensor>];

export interface Verdict {
  /** Largest |a-b| / (1 + |b|). */
  readonly error?: number;
  readonly found: readonly Diagnostic[];
  /** The code of what is wrong with the lowering, and the uses that may show it, the smallest first. */
  readonly fault?: string | undefined;
  readonly suspects: readonly KnownUse[];
}

export async function judgeOnTarget(
  context: CommandContext,
  op: OpDefinition,
  uses: readonly KnownUse[],
  target: OpRun,
): Promise<Verdict> {
  const { name } = target.target;
  try {
    const ran = await runCases(
      context,
      uses.map(([use]) => use),
      target,
    );
    const compared = uses.map((known, index) => comparedUse(known, index, ran, target.compute));
    const error = Math.max(...compared.map((one) => one.error));
    const wrong = compared
      .filter((one) => !(one.error <= one.tolerance))
      .toSorted((a, b) => sizeOf(a.known) - sizeOf(b.known));
    const [first] = wrong;
    if (first === undefined) return { error, found: [], suspects: [] };
    const differs = opDiffers(op.name, name, first.error, first.tolerance);
    const suspects = wrong.map(({ known }) => known);
    return { error, found: [differs], fault: differs.code, suspects };
  } catch (error) {
    const suspects = uses.toSorted((a, b) => sizeOf(a) - sizeOf(b));
    const fault = faultOfOwnOp(error);
    if (fault !== undefined) return { found: [fault], fault: fault.code, suspects };
    if (!(error instanceof CommandFault)) throw error;
    const [reason] = error.diagnostics;
    if (error.status === 'usage') {
      return { found: [targetNotRun(name, reason ?? { message: '' })], suspects: [] };
    }
    const found = error.diagnostics.map((one) => opRefused(op.name, name, one));
    return { found, fault: found[0]?.code, suspects };
  }
}

function sizeOf([{ inputs }]: KnownUse): number {
  return [...inputs.values()].reduce((sum, { data }) => sum + data.length, 0);
}

const HALF_TOLERANCE = 1e-2;

function comparedUse(
  known: KnownUse,
  index: number,
  ran: readonly ReadonlyMap<string, Tensor>[],
  precision: Precision,
) {
  const [use, expected] = known;
  const errors = Array.from(expected, ([name, tensor]) => {
    const actual = ran[index]?.get(name);
    return actual === undefined ? Infinity : largestError(actual, asRun(tensor, index));
  });
  const half = precision === 'fp16' || [...expected.values()].some(({ dtype }) => dtype === 'f16');
  const tolerance = half ? Math.max(use.tolerance, HALF_TOLERANCE) : use.tolerance;
  return { known, error: Math.max(0, ...errors), tolerance };
}
