/** Square root. */

import { unary } from '../build/pointwise.ts';

export const sqrt = unary((math, x) => math.sqrt(x));
