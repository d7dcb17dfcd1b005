/** `--compress`: one form for all weights, or a file of rules, as passes at the start of every pipeline. */

import type { AddedPass } from '../prepare.ts';
import { WEIGHT_FORMS, compressionSteps, isWeightForm } from '../quantize/compression.ts';
import { unknownForm } from '../quantize/diagnostics.ts';
import { readCompression } from '../quantize/read-compression.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { readNamedFile } from './files.ts';

export async function readCompress(
  context: CommandContext,
  given: string | undefined,
): Promise<readonly AddedPass[]> {
  if (given === undefined) return [];
  if (isWeightForm(given)) return added({ rules: [{ form: given }] });
  if (!given.endsWith('.json')) return refuse(unknownForm(given, WEIGHT_FORMS));
  const hint = `--compress takes ${WEIGHT_FORMS.join(', ')} too`;
  const bytes = take(context, await readNamedFile(context, given, hint), 'usage');
  const text = new TextDecoder().decode(bytes);
  return added(take(context, readCompression(text, given), 'usage'));
}

function added(compression: Parameters<typeof compressionSteps>[0]): readonly AddedPass[] {
  return compressionSteps(compression).map((step) => ({ step }));
}
