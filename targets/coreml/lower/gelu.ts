/** Gaussian error linear unit in its three forms. */

import { geluMode } from '../build/gelu.ts';
import { unary } from '../build/pointwise.ts';

export const gelu = unary((math, x, { attributes }) => math.gelu(x, geluMode(attributes)));
