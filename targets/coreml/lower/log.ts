/** Natural logarithm, -inf at 0. */

import { unary } from '../build/pointwise.ts';

export const log = unary((math, x) => math.log(x));
