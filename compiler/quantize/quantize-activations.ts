/** The built-in pass, which has no calibration data of its own. */

import { createQuantizeActivations } from './create-quantize-activations.ts';

export const quantizeActivations = createQuantizeActivations();
