/** The nearest integer; MIL's round takes halves to the even one too. */

import { unary } from '../build/pointwise.ts';

export const round = unary((math, x) => math.round(x));
