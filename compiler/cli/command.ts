/** What a command is: its words for commander, and the work behind them. */

import type { Command } from 'commander';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { Watch } from '../pipeline.ts';
import type { Io } from './io.ts';
import type { Progress } from './progress.ts';
import { CommandFault, statusOf } from './status.ts';
import type { Status } from './status.ts';
import type { Timings } from './timings.ts';

/** How a command ended and what it has to say on standard output. */
export interface Outcome {
  readonly status: Status;
  /** `result` of the `--json` envelope. */
  readonly result: unknown;
  /** Standard output without `--json`. */
  readonly text: string;
}

export interface CommandContext {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly timings: Timings;
  /** Is told before code of a config runs. */
  readonly watch?: Watch;
  /** What was found on the way; shown when the command ends, whichever way. */
  readonly diagnostics: Diagnostic[];
}

export interface CommandDefinition {
  /** Adds arguments, options and examples. */
  readonly declare: (command: Command) => Command;
  readonly run: (command: Command, context: CommandContext) => Promise<Outcome>;
}

/** Typed identity. */
export function defineCommand(definition: CommandDefinition): CommandDefinition {
  return definition;
}

/** The value of a result, its warnings kept; a failure ends the command with the status that fits its codes. */
export function take<T>(context: CommandContext, result: Result<T>, status?: Status): T {
  if (!result.ok)
    throw new CommandFault(status ?? statusOf(result.diagnostics), result.diagnostics);
  context.diagnostics.push(...result.diagnostics);
  return result.value;
}

export function refuse(...diagnostics: readonly Diagnostic[]): never {
  throw new CommandFault(statusOf(diagnostics), diagnostics);
}

/** Examples below the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
