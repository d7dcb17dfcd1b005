/** How a command can end, as a word for `--json` and as an exit code. */

import { isError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';

export const EXIT_CODES = {
  ok: 0,
  /** The model or its compilation. */
  failed: 1,
  /** The command, its files, the config, or the platform. */
  usage: 2,
  /** The numbers differ by more than is allowed. */
  mismatch: 3,
  /** A fault of snapc. */
  internal: 70,
  interrupted: 130,
} as const;

export type Status = keyof typeof EXIT_CODES;
export type ExitCode = (typeof EXIT_CODES)[Status];

/** Ends a command from anywhere inside it; the diagnostics are told together with those before. */
export class CommandFault extends Error {
  readonly status: Status;
  readonly diagnostics: readonly Diagnostic[];
  constructor(status: Status, diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('\n'));
    this.name = 'CommandFault';
    this.status = status;
    this.diagnostics = diagnostics;
  }
}

/**
 * Codes of faults that are not the model's: of input values, dims on the command line, options of passes, ranges,
 * settings and data of pruning, compression, budgets and calibration, output, npz, devices, config.
 */
const USAGE = [
  /^SNAPC120[1-4]$/,
  /^SNAPC227[2-57]$/,
  /^SNAPC310[12]$/,
  /^SNAPC3166$/,
  /^SNAPC330[127]$/,
  /^SNAPC3321$/,
  /^SNAPC340[125-9]$/,
  /^SNAPC342[0-28]$/,
  /^SNAPC345[1-37-9]$/,
  /^SNAPC347[56]$/,
  /^SNAPC3481$/,
  /^SNAPC400[1-6]$/,
  /^SNAPC420[02]$/,
  /^SNAPC4437$/,
  /^SNAPC502\d$/,
  /^SNAPC5[1-5]\d\d$/,
];

/** The status of a failure: a fault of the model wins over one of usage. */
export function statusOf(diagnostics: readonly Diagnostic[]): Status {
  const errors = diagnostics.filter(isError);
  if (errors.length === 0) return 'ok';
  const usage = errors.every(({ code }) => USAGE.some((pattern) => pattern.test(code)));
  return usage ? 'usage' : 'failed';
}
