/** Negation of a truth value. */

import { pointwise } from '../lowering.ts';

export const logical_not = pointwise(([x]) => `!${x}`);
