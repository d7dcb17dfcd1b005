/** Sine. */

import { unary } from '../build/pointwise.ts';

export const sin = unary((math, x) => math.sin(x));
