/** a equals b; truth values too. */

import { pointwise } from '../lowering.ts';

export const equal = pointwise(([a, b]) => `(${a} == ${b})`);
