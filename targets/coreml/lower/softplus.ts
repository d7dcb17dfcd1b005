/** Smooth rectifier. */

import { unary } from '../build/pointwise.ts';

export const softplus = unary((math, x) => math.softplus(x));
