/** True where the operand is false. */

import { unary } from '../build/pointwise.ts';

export const logical_not = unary((math, x) => math.not(x));
