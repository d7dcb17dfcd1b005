/** True where exactly one is. */

import { binary } from '../build/pointwise.ts';

export const logical_xor = binary((math, x, y) => math.xor(x, y));
