/** Square root, as WGSL has it. */

import { pointwise } from '../lowering.ts';

export const sqrt = pointwise(([x]) => `sqrt(${x})`);
