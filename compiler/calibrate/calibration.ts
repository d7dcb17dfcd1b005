/** Calibration data: inputs that a model is run on to see what its values are. */

import type { Tensor } from '../../ir/tensor.ts';

/** The model's inputs by name, for one run. */
export type CalibrationInputs = ReadonlyMap<string, Tensor>;

/**
 * The runs in order; iterating again begins them anew, so no generator that ends once and for all. What gives
 * inputs one by one is told the outputs of each run by `next`, as a generator's `const outputs = yield inputs`.
 */
export type Calibration =
  | Iterable<CalibrationInputs, unknown, CalibrationInputs | undefined>
  | AsyncIterable<CalibrationInputs, unknown, CalibrationInputs | undefined>;

/** Where a run stands among the others. */
export interface CalibrationRun {
  readonly index: number;
  readonly inputs: CalibrationInputs;
}
