/** Sigmoid linear unit. */

import { unary } from '../build/pointwise.ts';

export const silu = unary((math, x) => math.silu(x));
