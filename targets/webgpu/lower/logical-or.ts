/** One is true. */

import { pointwise } from '../lowering.ts';

export const logical_or = pointwise(([a, b]) => `(${a} | ${b})`);
