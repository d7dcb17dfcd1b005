/** Sine, as WGSL has it. */

import { pointwise } from '../lowering.ts';

export const sin = pointwise(([x]) => `sin(${x})`);
