/** Negation. */

import { unary, wrapped } from '../build/pointwise.ts';

export const neg = unary((math, x, { result }) => wrapped(math, math.negate(x), result.dtype));
