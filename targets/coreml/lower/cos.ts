/** Cosine. */

import { unary } from '../build/pointwise.ts';

export const cos = unary((math, x) => math.cos(x));
