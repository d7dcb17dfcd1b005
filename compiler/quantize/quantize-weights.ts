/** Stores weights of layers as integers of 8 or 4 bits with scales, by plain rounding. */

import { createQuantizeWeights } from './create-quantize-weights.ts';

/** The built-in pass, which has measured nothing. */
export const quantizeWeights = createQuantizeWeights();
