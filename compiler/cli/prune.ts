/** `--prune`: the options of prune-channels, as a pass before those that store weights in few bits. */

import { parseSteps } from '../passes/parse-steps.ts';
import type { AddedPass } from '../prepare.ts';
import { pruneChannels } from '../prune/prune-channels.ts';
import { take } from './command.ts';
import type { CommandContext } from './command.ts';

/** `ratio=0.5, heads=whole` */
export function readPrune(
  context: CommandContext,
  given: string | undefined,
): readonly AddedPass[] {
  if (given === undefined) return [];
  const { name } = pruneChannels;
  const steps = parseSteps(`${name} {${given}}`, { [name]: pruneChannels });
  return take(context, steps, 'usage').map((step) => ({ step }));
}
