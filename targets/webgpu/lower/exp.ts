/** Exponential, as WGSL has it. */

import { pointwise } from '../lowering.ts';

export const exp = pointwise(([x]) => `exp(${x})`);
