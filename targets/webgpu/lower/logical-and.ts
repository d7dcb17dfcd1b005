/** Both are true. */

import { pointwise } from '../lowering.ts';

export const logical_and = pointwise(([a, b]) => `(${a} & ${b})`);
