/** Hyperbolic tangent. */

import { unary } from '../build/pointwise.ts';

export const tanh = unary((math, x) => math.tanh(x));
