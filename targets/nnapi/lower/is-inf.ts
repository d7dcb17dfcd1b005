/** Infinity of either sign, or of one of them. */

import { rewritten } from '../lowering.ts';

export const is_inf = rewritten(({ m, attributes, operand }) => {
  const x = operand(0);
  const [positive, negative] = [
    attributes.bool('detect_positive'),
    attributes.bool('detect_negative'),
  ];
  if (positive && negative) return m.equal(m.abs(x), Infinity);
  if (!positive && !negative) return m.less(x, -Infinity);
  return m.equal(x, positive ? Infinity : -Infinity);
});
