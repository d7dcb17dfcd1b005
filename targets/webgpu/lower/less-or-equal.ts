/** a is not above b. */

import { pointwise } from '../lowering.ts';

export const less_or_equal = pointwise(([a, b]) => `(${a} <= ${b})`);
