/** The lesser of two; NaN wins. */

import { binary, refuseUnsigned } from '../build/pointwise.ts';

export const min = binary((math, x, y, request) => {
  refuseUnsigned(request);
  return math.minimum(x, y);
});
