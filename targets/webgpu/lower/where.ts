/** a where the condition holds, else b. */

import { pointwise } from '../lowering.ts';

export const where = pointwise(([condition, a, b]) => `select(${b}, ${a}, ${condition})`);
