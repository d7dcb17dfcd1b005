/** True where both are. */

import { binary } from '../build/pointwise.ts';

export const logical_and = binary((math, x, y) => math.and(x, y));
