/** True where a number does not equal itself. */

import { unary } from '../build/pointwise.ts';

export const is_nan = unary((math, x) => math.not(math.equal(x, x)));
