/** The built-in pass, which has no calibration data of its own. */

import { createSmoothActivations } from './create-smooth-activations.ts';

export const smoothActivations = createSmoothActivations();
