/** Rectifier. */

import { unary } from '../build/pointwise.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const relu = unary((math, x) => (isFloat(dtypeOf(x)) ? math.relu(x) : math.maximum(x, 0)));
