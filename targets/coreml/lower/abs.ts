/** Absolute value; that of the smallest integer wraps. */

import { unary, wrapped } from '../build/pointwise.ts';

export const abs = unary((math, x, { result }) => wrapped(math, math.abs(x), result.dtype));
