/** True where either is. */

import { binary } from '../build/pointwise.ts';

export const logical_or = binary((math, x, y) => math.or(x, y));
