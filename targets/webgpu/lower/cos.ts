/** Cosine, as WGSL has it. */

import { pointwise } from '../lowering.ts';

export const cos = pointwise(([x]) => `cos(${x})`);
