/** `--prune` and `--blocks`: passes that make a model smaller, before those that store weights in few bits. */

import { parseActions } from '../blocks/actions.ts';
import { editBlocks } from '../blocks/edit-blocks.ts';
import { parseSteps } from '../passes/parse-steps.ts';
import type { AddedPass } from '../prepare.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { createPruneChannels } from '../prune/create-prune-channels.ts';
import type { Scratch } from '../quantize/scratch.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';

/** `ratio=0.5, heads=whole` */
export function readPrune(
  context: CommandContext,
  given: string | undefined,
  calibration?: Calibration,
  scratch?: Scratch,
): readonly AddedPass[] {
  if (given === undefined) return [];
  const pass = createPruneChannels({
    ...(calibration && { calibration }),
    ...(scratch && { scratch }),
  });
  const steps = parseSteps(`${pass.name} {${given}}`, { [pass.name]: pass });
  // Built in, so that it takes the time it needs.
  return take(context, steps, 'usage').map((step) => ({ step: { ...step, own: false } }));
}

/** `remove down.0.attn.*, copy up.0.attn.0 after up.0.attn.1` */
export function readBlocks(given: string | undefined): readonly AddedPass[] {
  if (given === undefined) return [];
  // What cannot be read is told before the model is.
  parseActions(given, refuse);
  return [{ step: editBlocks.with({ actions: given }) }];
}
