/** Quotient; that of integers truncates towards zero, and is 0 where the divisor is. */

import { binary, refuseUnsigned, wrapped } from '../build/pointwise.ts';
import { integerQuotient } from '../build/integers.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const div = binary((math, x, y, request) => {
  if (isFloat(dtypeOf(x))) return math.divide(x, y);
  refuseUnsigned(request);
  const quotient = integerQuotient(math, x, y, request.constant(1));
  return wrapped(math, quotient, request.result.dtype);
});
