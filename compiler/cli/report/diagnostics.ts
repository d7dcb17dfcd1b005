/** The faults of `snapc report`; codes SNAPC5550 to SNAPC5559. */

import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';

/** What is worked out again from another model says nothing of the folder. */
export const reportOfOther = defineDiagnostic(
  'SNAPC5550',
  'error',
  (model: string, compiled: string) => ({
    message: `${printable(model)} is not the file that the folder was compiled from (${printable(compiled)}): their SHA-256 differ`,
    hint: 'name that file, or compile this one',
    place: { file: model },
  }),
);

export const noSuchTarget = defineDiagnostic('SNAPC5551', 'error', (name: string) => ({
  message: `the folder was compiled for target ${JSON.stringify(printable(name))}, which is not known here`,
  hint: 'give the config that adds the target by --config',
}));

export const noSuchPass = defineDiagnostic('SNAPC5552', 'error', (name: string) => ({
  message: `the folder was compiled with the pass ${JSON.stringify(printable(name))}, which is not known here`,
  hint: 'give the config that adds the pass by --config, or compile again with this version of snapc',
}));

export const badPassOption = defineDiagnostic(
  'SNAPC5553',
  'error',
  (pass: string, option: string, expected: string) => ({
    message: `the manifest gives pass ${printable(pass)} an option ${printable(option)} that it does not take: ${printable(expected)}`,
    hint: 'compile again with this version of snapc',
  }),
);

export const wantsCalibration = defineDiagnostic(
  'SNAPC5554',
  'error',
  (passes: readonly string[]) => ({
    message: `the folder was compiled on calibration data (${passes.join(', ')}), which the report needs again`,
    hint: 'give the same --calibrate as to snapc compile',
  }),
);

export const notRepeated = defineDiagnostic(
  'SNAPC5555',
  'warning',
  (target: string, differences: readonly string[]) => ({
    message: `${printable(target)}: the compile repeated in memory differs from the folder: ${differences.map((one) => printable(one)).join('; ')}`,
    hint: 'the report shows the repeated one; compile again with this version of snapc and the same config, data and device',
  }),
);

export const badProfile = defineDiagnostic(
  'SNAPC5556',
  'error',
  (file: string, reason: string) => ({
    message: `${JSON.stringify(printable(file))} is no profile of this folder: ${printable(reason)}`,
    hint: 'write one with: snapc run DIR --profile --json > profile.json',
    place: { file },
  }),
);

export const badSensitivity = defineDiagnostic('SNAPC5557', 'error', (file: string) => ({
  message: `${JSON.stringify(printable(file))} does not say how sensitive layers are`,
  hint: 'snapc compile --budget writes such a file beside its folder, OUT.sensitivity.json',
  place: { file },
}));

export const severalVariants = defineDiagnostic('SNAPC5558', 'note', (what: string) => ({
  message: `the folder holds ${printable(what)}; the report shows the usual one`,
  hint: 'compile without the others for a report of one of them',
}));
