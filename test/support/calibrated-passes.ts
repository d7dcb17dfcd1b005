/** The built-in passes, of which those that measure have calibration data. */

import type { Calibration } from '../../compiler/calibrate/calibration.ts';
import { Extremes } from '../../compiler/guard/extremes.ts';
import type { Pass } from '../../compiler/pass.ts';
import { passes } from '../../compiler/passes/index.ts';
import { createSetPrecision } from '../../compiler/passes/set-precision/create.ts';
import { createCorrectBiases } from '../../compiler/quantize/create-correct-biases.ts';
import { createQuantizeActivations } from '../../compiler/quantize/create-quantize-activations.ts';
import { createSmoothActivations } from '../../compiler/quantize/create-smooth-activations.ts';

export function calibratedPasses(calibration: Calibration): Readonly<Record<string, Pass>> {
  const measured = [createCorrectBiases, createQuantizeActivations, createSmoothActivations];
  const made: Pass[] = measured.map((create) => create({ calibration }));
  made.push(createSetPrecision({ extremes: new Extremes(calibration) }));
  return { ...passes, ...Object.fromEntries(made.map((pass) => [pass.name, pass])) };
}
