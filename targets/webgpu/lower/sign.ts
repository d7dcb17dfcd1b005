/** -1, 0 or 1 by the sign; unsigned integers have no sign function in WGSL. */

import { pointwise } from '../lowering.ts';

export const sign = pointwise(([x], { type, literal }) =>
  type === 'u32' ? `min(${x}, ${literal(1)})` : `sign(${x})`,
);
