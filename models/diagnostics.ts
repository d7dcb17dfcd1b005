/** The faults a user can meet when making a model. */

import { defineDiagnostic } from '../ir/diagnostics.ts';

export const folderNotOurs = defineDiagnostic('SNAPC5501', 'error', (folder: string) => ({
  message: `"${folder}" is not empty and was not written by snapc models make`,
  hint: 'name a new or an empty folder',
  place: { file: folder },
}));

export const cannotWrite = defineDiagnostic(
  'SNAPC5502',
  'error',
  (folder: string, why: string) => ({
    message: `the model could not be written to "${folder}": ${why}`,
    hint: 'check the free space and the permissions of the folder',
    place: { file: folder },
  }),
);
