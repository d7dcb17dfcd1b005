/** The faults of a package as files: its manifest, its model file, its weights. */

import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';

const quote = (text: string): string => JSON.stringify(printable(text));

const MADE_AGAIN = 'write the package again, or fetch it again if it was copied';

export const badManifest = defineDiagnostic(
  'SNAPC4420',
  'error',
  (path: string, what: string, hint: string = MADE_AGAIN) => ({
    message: `the package's manifest is not valid: ${what}`,
    hint,
    place: { file: 'Manifest.json', path },
  }),
);

export const missingFile = defineDiagnostic('SNAPC4421', 'error', (file: string, what: string) => ({
  message: `${quote(file)} of the package cannot be read: ${what}`,
  hint: MADE_AGAIN,
  place: { file },
}));

export const badModelFile = defineDiagnostic(
  'SNAPC4422',
  'error',
  (file: string, what: string, hint: string = MADE_AGAIN) => ({
    message: `the model file is not valid: ${what}`,
    hint,
    place: { file },
  }),
);

export const notAProgram = defineDiagnostic('SNAPC4423', 'error', (what: string) => ({
  message: `the model is ${what}, not an ML Program`,
  hint: 'only ML Programs (specification version 6 and later, converted to `mlprogram`) are read',
}));

export const badWeights = defineDiagnostic(
  'SNAPC4424',
  'error',
  (file: string, offset: number, what: string) => ({
    message: `the file of weights is not valid: ${what}`,
    hint: MADE_AGAIN,
    place: { file, offset },
  }),
);
