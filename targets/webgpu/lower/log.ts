/** Natural logarithm; WGSL leaves negative operands open, drivers give NaN. */

import { pointwise } from '../lowering.ts';

export const log = pointwise(([x]) => `log(${x})`);
