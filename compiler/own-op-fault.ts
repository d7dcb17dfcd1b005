/** Tells a fault of an op of the user's from one of our own. */

import type { Diagnostic } from '../ir/diagnostics.ts';
import { OpFault } from '../ir/op-fault.ts';
import { builtinOps } from '../ir/ops/index.ts';
import type { OpTable } from '../ir/ops/index.ts';
import { reasonOf } from '../ir/thrown.ts';
import { opFailed } from './pipeline-diagnostics.ts';

/** Undefined for faults of our own, which stay errors. */
export function faultOfOwnOp(error: unknown): Diagnostic | undefined {
  if (!(error instanceof OpFault)) return undefined;
  const { op, part, cause } = error;
  const table: OpTable = builtinOps;
  if (Object.hasOwn(table, op.name) && table[op.name] === op) return undefined;
  return opFailed(op.name, part, reasonOf(cause));
}
