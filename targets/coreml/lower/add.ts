/** Sum. */

import { binary, wrapped } from '../build/pointwise.ts';

export const add = binary((math, x, y, { result }) => wrapped(math, math.add(x, y), result.dtype));
