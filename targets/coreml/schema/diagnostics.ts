/** Why bytes are no Core ML model; codes SNAPC4480 to SNAPC4489. */

import { defineDiagnostic } from '../../../ir/diagnostics.ts';

const DAMAGED = 'the file is damaged, or no Core ML model: get it again from where it was made';

export const brokenModel = defineDiagnostic(
  'SNAPC4480',
  'error',
  (reason: string, file: string, offset: number) => ({
    message: `the Core ML model cannot be read: ${reason}`,
    hint: DAMAGED,
    place: { file, offset },
  }),
);

export const modelTooLarge = defineDiagnostic(
  'SNAPC4481',
  'error',
  (what: string, limit: number, file: string) => ({
    message: `the Core ML model has more ${what} than snapc reads (${limit})`,
    hint: 'keep weights in weight.bin, not in the model file, or cut the model into several',
    place: { file },
  }),
);
