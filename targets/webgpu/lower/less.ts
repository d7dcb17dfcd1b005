/** a is below b. */

import { pointwise } from '../lowering.ts';

export const less = pointwise(([a, b]) => `(${a} < ${b})`);
