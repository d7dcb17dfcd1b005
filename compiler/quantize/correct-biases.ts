/** The built-in pass, which has no calibration data of its own. */

import { createCorrectBiases } from './create-correct-biases.ts';

export const correctBiases = createCorrectBiases();
