/** `--compress`: one form for all weights, or a file of rules, as passes at the start of every pipeline. */

import { noCalibration } from '../calibrate/diagnostics.ts';
import type { AddedPass } from '../prepare.ts';
import { compressionSteps } from '../quantize/compression.ts';
import type { Compression, CompressionExtras } from '../quantize/compression.ts';
import { unknownForm } from '../quantize/diagnostics.ts';
import { readCompression } from '../quantize/read-compression.ts';
import { WEIGHT_FORMS, ruleOf } from '../quantize/weight-forms.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { readNamedFile } from './files.ts';

export async function readCompress(
  context: CommandContext,
  given: string | undefined,
  extras: CompressionExtras = {},
): Promise<readonly AddedPass[]> {
  if (given === undefined) return [];
  const rule = ruleOf(given);
  if (rule !== undefined) return compressionPasses({ rules: [rule] }, extras);
  if (!given.endsWith('.json')) return refuse(unknownForm(given, WEIGHT_FORMS));
  const hint = `--compress takes ${WEIGHT_FORMS.join(', ')} too`;
  const bytes = take(context, await readNamedFile(context, given, hint), 'usage');
  const text = new TextDecoder().decode(bytes);
  return compressionPasses(take(context, readCompression(text, given), 'usage'), extras);
}

/** The rules as passes. */
export function compressionPasses(
  compression: Compression,
  extras: CompressionExtras,
): readonly AddedPass[] {
  const { rules, activations = {} } = compression;
  const { smooth = 0, correct_biases = false } = activations;
  const measures = rules.some(({ form }) => form === 'w8a8') || smooth > 0 || correct_biases;
  if (measures && extras.calibration === undefined) refuse(noCalibration('w8a8'));
  // Built in, so that they take the time they need.
  return compressionSteps(compression, extras).map((step) => ({ step: { ...step, own: false } }));
}
