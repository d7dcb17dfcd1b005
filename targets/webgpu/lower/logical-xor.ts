/** Just one is true. */

import { pointwise } from '../lowering.ts';

export const logical_xor = pointwise(([a, b]) => `(${a} != ${b})`);
