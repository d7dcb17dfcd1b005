/** A folder with a model of one external tensor, its weights, and a secret beside the folder. */

import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import type { NodeModelSource } from '../../compiler/host/node.ts';
import { temporaryFolder, writeFiles } from './folder.ts';
import { externalTensor, modelWith } from './onnx-wire.ts';
import { refusalCodes } from './reading.ts';
import { floats } from './wire.ts';

export const NUMBERS = Array.from({ length: 16 }, (_, index) => index + 1);
export const SECRET = floats(NUMBERS.map((value) => -value));

export type Entries = readonly (readonly [string, string])[];

/** A model of one external tensor of `count` floats, in a folder of its own below `folder`. */
export async function opened(
  folder: string,
  entries: Entries,
  count = 2,
): Promise<NodeModelSource> {
  await writeFiles(folder, {
    'model/model.onnx': modelWith(externalTensor('w', [count], entries)),
    'model/weights.bin': floats(NUMBERS),
    'model/sub/weights.bin': floats(NUMBERS),
    'secret.bin': SECRET,
  });
  const result = await openModelFile(join(folder, 'model', 'model.onnx'));
  if (!result.ok) throw new Error('the model cannot be opened');
  onTestFinished(() => result.value.close());
  return result.value;
}

export async function codesAt(entries: Entries, count = 2): Promise<readonly string[]> {
  return refusalCodes(await opened(await temporaryFolder(), entries, count));
}
