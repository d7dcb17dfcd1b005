/** The least integer that is not below: the floor seen from the other side. */

import { unary } from '../build/pointwise.ts';

export const ceil = unary((math, x) => math.negate(math.floor(math.negate(x))));
