/** Natural exponential. */

import { unary } from '../build/pointwise.ts';

export const exp = unary((math, x) => math.exp(x));
