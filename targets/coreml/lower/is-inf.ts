/** True beyond the largest finite number. */

import { largestFinite } from '../../../ir/arithmetic.ts';
import { unary } from '../build/pointwise.ts';

export const is_inf = unary((math, x, { attributes, type }) => {
  const limit = largestFinite(type(0).dtype);
  const above = math.greater(x, limit);
  const below = math.less(x, -limit);
  if (!attributes.bool('detect_negative')) {
    return attributes.bool('detect_positive') ? above : math.and(above, below);
  }
  return attributes.bool('detect_positive') ? math.or(above, below) : below;
});
