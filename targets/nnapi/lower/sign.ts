/** -1, 0 or 1; what is not a number stays that. */

import { rewritten } from '../lowering.ts';

export const sign = rewritten(({ m, operand, dtype }) => {
  const x = operand(0);
  const kind = dtype(0);
  const above = m.cast(m.less(0, x), kind);
  const signs = m.sub(above, m.cast(m.less(x, 0), kind));
  return m.where(m.equal(x, x), signs, x);
});
