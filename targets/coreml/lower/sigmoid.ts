/** Logistic function. */

import { unary } from '../build/pointwise.ts';

export const sigmoid = unary((math, x) => math.sigmoid(x));
