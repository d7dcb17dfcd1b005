/** Remainder of the sign of the divisor, or of the dividend with `fmod`. */

import { integerRemainder, remainder } from '../build/integers.ts';
import { binary, refuseUnsigned } from '../build/pointwise.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const mod = binary((math, x, y, request) => {
  if (isFloat(dtypeOf(x))) return remainder(math, x, y);
  refuseUnsigned(request);
  const signOf = request.attributes.bool('fmod') ? 'dividend' : 'divisor';
  return integerRemainder(math, x, y, signOf, request.constant(1));
});
