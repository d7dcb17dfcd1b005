/** Largest integer not above x. */

import { pointwise } from '../lowering.ts';

export const floor = pointwise(([x]) => `floor(${x})`);
