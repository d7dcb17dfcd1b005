/** The greatest integer that is not above. */

import { unary } from '../build/pointwise.ts';

export const floor = unary((math, x) => math.floor(x));
