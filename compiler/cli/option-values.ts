/** Refuses options that are given without a value, and options that are given twice of which one would be lost. */

import type { Command, Option } from 'commander';
import { defineDiagnostic } from '../../ir/diagnostics.ts';
import { gather } from './options.ts';
import { CommandFault } from './status.ts';

const emptyOption = defineDiagnostic('SNAPC5491', 'error', (option: string) => ({
  message: `option ${option} has an empty value`,
  hint: 'a variable of the shell may be unset: give the option a value, or leave it out',
}));

const repeatedOption = defineDiagnostic('SNAPC5492', 'error', (option: string) => ({
  message: `option ${option} is given twice`,
  hint: 'give it once',
}));

/** Of the command and those below it. */
export function watchOptions(command: Command): void {
  for (const option of command.options) watch(command, option);
  for (const inner of command.commands) watchOptions(inner);
}

function watch(command: Command, option: Option): void {
  if (!option.required && !option.optional) return;
  const flag = option.long ?? option.flags;
  let given = false;
  command.on(`option:${option.name()}`, (value: unknown) => {
    if (value === '') throw new CommandFault('usage', [emptyOption(flag)]);
    if (given && option.parseArg !== gather) {
      throw new CommandFault('usage', [repeatedOption(flag)]);
    }
    given = true;
  });
}
