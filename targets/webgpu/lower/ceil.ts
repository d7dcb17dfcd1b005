/** Smallest integer not below x. */

import { pointwise } from '../lowering.ts';

export const ceil = pointwise(([x]) => `ceil(${x})`);
