/** -1, 0 or 1; NaN stays, since nothing but itself is not equal to itself. */

import { unary } from '../build/pointwise.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const sign = unary((math, x) =>
  isFloat(dtypeOf(x)) ? math.select(math.equal(x, x), math.sign(x), x) : math.sign(x),
);
