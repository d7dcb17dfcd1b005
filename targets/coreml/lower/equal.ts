/** True where both are the same; of bools where neither differs. */

import { binary } from '../build/pointwise.ts';
import { dtypeOf } from '../terms.ts';

export const equal = binary((math, x, y) =>
  dtypeOf(x) === 'bool' ? math.select(x, y, math.not(y)) : math.equal(x, y),
);
