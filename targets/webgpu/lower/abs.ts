/** Magnitude; unsigned integers stay as they are. */

import { pointwise } from '../lowering.ts';

export const abs = pointwise(([x], { type }) => (type === 'u32' ? `${x}` : `abs(${x})`));
