/** True where the first is below the second. */

import { binary, refuseUnsigned } from '../build/pointwise.ts';

export const less = binary((math, x, y, request) => {
  refuseUnsigned(request);
  return math.less(x, y);
});
