/** The faults of files: reading a model's folder and writing an output folder; codes SNAPC5000 to SNAPC5099. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

export const fileNotFound = defineDiagnostic('SNAPC5000', 'error', (file: string) => ({
  message: `there is no file "${printable(file)}"`,
  hint: 'check the spelling; external data must lie where the model names it, relative to the model',
  place: { file },
}));

export const notARegularFile = defineDiagnostic(
  'SNAPC5001',
  'error',
  (file: string, kind: string) => ({
    message: `"${printable(file)}" is a ${kind}, not a regular file`,
    hint: 'name a file on disk',
    place: { file },
  }),
);

export const fileFailed = defineDiagnostic('SNAPC5002', 'error', (file: string, code: string) => ({
  message: `"${printable(file)}" cannot be read: ${READ_FAULTS.get(code) ?? code}`,
  hint: 'make the file readable, or copy it to another disk, and repeat the command',
  place: { file },
}));

const READ_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'no permission (EACCES)'],
  ['EPERM', 'no permission (EPERM)'],
  ['EMFILE', 'too many open files (EMFILE)'],
  ['ENAMETOOLONG', 'the name is too long (ENAMETOOLONG)'],
  ['ELOOP', 'its links lead in a circle (ELOOP)'],
  ['EIO', 'the device reports an error (EIO)'],
]);

export const fileChanged = defineDiagnostic('SNAPC5003', 'error', (file: string) => ({
  message: `"${printable(file)}" changed while it was read`,
  hint: 'wait until the program that writes it is done, then repeat the command',
  place: { file },
}));

export const locationRefused = defineDiagnostic(
  'SNAPC5010',
  'error',
  (location: string, reason: string) => ({
    message: `the external data location "${printable(location)}" is refused: ${reason}`,
    hint: 'external data must be named by a plain relative path below the folder of the model',
  }),
);

export const linkRefused = defineDiagnostic('SNAPC5011', 'error', (file: string) => ({
  message: `the external data "${printable(file)}" is reached through a symbolic link`,
  hint: 'a model may only name files of its own folder: copy the folder with its links resolved (cp -rL) and use the copy',
  place: { file },
}));

export const hardLinkRefused = defineDiagnostic(
  'SNAPC5012',
  'error',
  (file: string, names: number) => ({
    message: `the external data "${printable(file)}" has ${names} hard links, so it may belong to another folder`,
    hint: 'copy the file, so that the model has one of its own',
    place: { file },
  }),
);

export const outsideFolder = defineDiagnostic('SNAPC5013', 'error', (file: string) => ({
  message: `the external data "${printable(file)}" led out of the folder of the model while it was opened`,
  hint: 'make sure that nothing else changes the folder, then repeat the command',
  place: { file },
}));

export const locationIsModel = defineDiagnostic('SNAPC5014', 'error', (file: string) => ({
  message: `the model names itself ("${printable(file)}") as its external data`,
  hint: 'export the model again with its weights in a file of their own',
  place: { file },
}));

export const noFolder = defineDiagnostic('SNAPC5015', 'error', (location: string) => ({
  message: `the model was given as bytes, so there is no folder that holds "${printable(location)}"`,
  hint: 'open the model as a file, or save it with its weights inside',
}));

export const externalNotGiven = defineDiagnostic('SNAPC5016', 'error', (location: string) => ({
  message: `the external data "${printable(location)}" was not given with the model`,
  hint: 'choose this file together with the model',
}));

export const outputIsLink = defineDiagnostic('SNAPC5020', 'error', (folder: string) => ({
  message: `the output "${printable(folder)}" is a symbolic link`,
  hint: 'name the folder itself, so that it can be replaced as a whole',
}));

export const outputIsNoFolder = defineDiagnostic('SNAPC5021', 'error', (folder: string) => ({
  message: `the output "${printable(folder)}" exists and is not a folder`,
  hint: 'name another folder',
}));

export const outputIsForeign = defineDiagnostic('SNAPC5022', 'error', (folder: string) => ({
  message: `the output folder "${printable(folder)}" exists and was not written by snapc`,
  hint: 'name a new folder, or empty this one; snapc replaces only what it wrote (its manifest.json says so)',
}));

export const outputHoldsInput = defineDiagnostic(
  'SNAPC5023',
  'error',
  (folder: string, input: string) => ({
    message: `the output folder "${printable(folder)}" contains "${printable(input)}", which the compile reads`,
    hint: 'name another output folder: this one would be replaced together with the file',
  }),
);

export const outputTaken = defineDiagnostic('SNAPC5024', 'error', (folder: string) => ({
  message: `"${printable(folder)}" was written by somebody else while this compile ran; it is left as it is`,
  hint: 'give each compile an output folder of its own, or repeat this one',
}));

export const outputFailed = defineDiagnostic(
  'SNAPC5025',
  'error',
  (path: string, code: string) => ({
    message: `"${printable(path)}" cannot be written: ${WRITE_FAULTS.get(code) ?? code}`,
    hint: 'the output folder is as it was before',
  }),
);

const WRITE_FAULTS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full (ENOSPC)'],
  ['EDQUOT', 'the disk quota is used up (EDQUOT)'],
  ['EACCES', 'no permission (EACCES)'],
  ['EPERM', 'no permission (EPERM)'],
  ['EROFS', 'the disk is read-only (EROFS)'],
  ['ENOTDIR', 'a part of its path is not a folder (ENOTDIR)'],
  ['EEXIST', 'a part of its path is not a folder (EEXIST)'],
  ['EFBIG', 'the file is too large for this disk (EFBIG)'],
  ['EBUSY', 'it is in use, perhaps as a mount point (EBUSY)'],
  ['EXDEV', 'it lies on another disk than its parent folder (EXDEV)'],
]);

export const outputPathRefused = defineDiagnostic(
  'SNAPC5026',
  'error',
  (path: string, reason: string) => ({
    message: `a target names the output file "${printable(path)}", which is refused: ${reason}`,
    hint: 'this is a fault of the target, not of the model',
  }),
);

export const leftover = defineDiagnostic(
  'SNAPC5027',
  'warning',
  (folder: string, code: string) => ({
    message: `the replaced output could not be removed (${code}); it lies in "${printable(folder)}"`,
    hint: 'remove it by hand',
  }),
);

export const restored = defineDiagnostic('SNAPC5028', 'note', (folder: string) => ({
  message: `an earlier compile was cut off while it replaced "${printable(folder)}"; the old output was put back`,
  hint: 'nothing is lost: repeat that compile if its output is still wanted',
}));
