/** True where the first is below or at the second; NaN is neither. */

import { binary, refuseUnsigned } from '../build/pointwise.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const less_or_equal = binary((math, x, y, request) => {
  refuseUnsigned(request);
  if (!isFloat(dtypeOf(x))) return math.not(math.greater(x, y));
  return math.or(math.less(x, y), math.equal(x, y));
});
