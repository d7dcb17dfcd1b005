/** The greater of two; NaN wins. */

import { binary, refuseUnsigned } from '../build/pointwise.ts';

export const max = binary((math, x, y, request) => {
  refuseUnsigned(request);
  return math.maximum(x, y);
});
