/** Difference. */

import { binary, wrapped } from '../build/pointwise.ts';

export const sub = binary((math, x, y, { result }) => wrapped(math, math.sub(x, y), result.dtype));
