/** The faults of drawing with a compiled pipeline; codes SNAPC5460 to SNAPC5469. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

export const notAPipeline = defineDiagnostic(
  'SNAPC5460',
  'error',
  (folder: string, reason: string) => ({
    message: `${printable(JSON.stringify(folder))} is no compiled pipeline: ${printable(reason)}`,
    hint: 'name the folder that "snapc pipeline … --out DIR" wrote',
  }),
);

export const badImage = defineDiagnostic('SNAPC5461', 'error', (file: string, reason: string) => ({
  message: `the picture cannot be read: ${printable(reason)}`,
  hint: 'give a PNG of 8 bits for each colour, of the size that the pipeline draws',
  place: { file },
}));
