/** What is wrong with calibration data; codes SNAPC3451 to SNAPC3474. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

export const noRuns = defineDiagnostic('SNAPC3451', 'error', () => ({
  message: 'the calibration data has no inputs of the model at all',
  hint: 'give some for one run at least; a generator has to begin anew each time it is asked',
}));

export const noCalibration = defineDiagnostic('SNAPC3452', 'error', (what: string) => ({
  message: `${what} needs inputs of the model to measure its activations`,
  hint: 'give some by --calibrate inputs.npz, by --calibrate trajectory for a diffusion UNet, or as "calibration" in snapc.config.ts',
}));

export const unknownMethod = defineDiagnostic(
  'SNAPC3453',
  'error',
  (name: string, known: readonly string[]) => ({
    message: `there is no calibration method ${JSON.stringify(printable(name))}`,
    hint: `use one of ${known.join(', ')}`,
  }),
);

export const noTimestep = defineDiagnostic('SNAPC3454', 'warning', (bands: number) => ({
  message: `${bands} bands of timesteps are asked for, but no input is a timestep`,
  hint: 'all runs count as one band',
}));
