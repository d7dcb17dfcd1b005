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

export const notDiffusion = defineDiagnostic(
  'SNAPC3455',
  'error',
  (what: string, inputs: readonly string[]) => ({
    message: `the model has no trajectory: ${printable(what)}`,
    hint: `its inputs are ${inputs.map((name) => printable(name)).join(', ')}; a diffusion UNet has a latent, a timestep and a context of three axes, and other inputs come from an .npz archive: --calibrate trajectory,others.npz`,
  }),
);

export const trajectoryDiverged = defineDiagnostic(
  'SNAPC3456',
  'error',
  (timestep: number, prediction: string) => ({
    message: `the latent is infinite after timestep ${timestep} of the trajectory`,
    hint: `the model may not predict ${prediction}: give --calibrate trajectory:prediction=v_prediction or another`,
  }),
);

export const badTrajectory = defineDiagnostic(
  'SNAPC3457',
  'error',
  (name: string, value: number, most: number) => ({
    message: `a trajectory cannot have ${name}=${value}`,
    hint: `give a whole number from 1 to ${most}`,
  }),
);

export const badRun = defineDiagnostic('SNAPC3458', 'error', (source: string, what: string) => ({
  message: `${printable(source)}: ${printable(what, 1000)}`,
  hint: 'give an async generator function that yields a Map from the names of inputs to tensors for each run',
}));

export const noFilesInside = defineDiagnostic('SNAPC3459', 'error', (folder: string) => ({
  message: `${JSON.stringify(printable(folder))} has no .npz archives`,
  hint: 'write one for each run by numpy.savez, with the names of the ONNX inputs',
  place: { file: folder },
}));

export const unusedCalibration = defineDiagnostic('SNAPC3460', 'warning', () => ({
  message: 'nothing is measured on the data of --calibrate',
  hint: 'it serves --compress w8a8 and compensated weights, and --prune importance=activation or compensate=true',
}));
