/** Stores weights of layers as indices into palettes, by plain rounding. */

import { createPalettizeWeights } from './create-palettize-weights.ts';

/** The built-in pass, which has measured nothing. */
export const palettizeWeights = createPalettizeWeights();
