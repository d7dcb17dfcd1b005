/** The error function. */

import { unary } from '../build/pointwise.ts';

export const erf = unary((math, x) => math.erf(x));
