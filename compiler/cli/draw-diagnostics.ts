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

export const badSizes = defineDiagnostic(
  'SNAPC5462',
  'error',
  (option: 'size' | 'sizes', given: string) => ({
    message: `${printable(JSON.stringify(given.slice(0, 100)))} is no ${option === 'size' ? 'size' : 'list of different sizes'}`,
    hint:
      option === 'size'
        ? 'give width and height in pixels, as 768x512; at most 16384'
        : 'give width and height in pixels with commas between them, as 512x512,768x512; at most 16 sizes, and 16384 pixels along an edge',
  }),
);

export const badRequest = defineDiagnostic('SNAPC5463', 'error', (reason: string) => ({
  message: `such a picture cannot be drawn: ${printable(reason)}`,
  hint: '"snapc draw --help" lists the options',
}));
