/** The command line as a test measures it: a command that fails is a failed test. */

import { expect } from 'vitest';
import { measuredCommand } from '../support/measured-command.ts';
import type { MeasuredCommand } from '../support/measured-command.ts';

/** Fails the test unless the command ends in exit code 0. */
export async function measuredCli(...args: readonly string[]): Promise<MeasuredCommand> {
  const measured = await measuredCommand(args);
  expect(measured.code, measured.stderr).toBe(0);
  return measured;
}
