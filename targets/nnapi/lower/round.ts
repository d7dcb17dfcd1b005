/** The nearest integer, the even one of two: the floor, or the one above it. */

import { rewritten } from '../lowering.ts';

export const round = rewritten(({ b, m, operand }) => {
  const x = operand(0);
  const floor = b.floor({ input: x });
  const rest = m.sub(x, floor);
  const isOdd = m.less(b.floor({ input: m.mul(floor, 0.5) }), m.mul(floor, 0.5));
  const isUp = b.logical_or({
    a: m.less(0.5, rest),
    b: m.and(m.equal(rest, 0.5), isOdd),
  });
  return m.where(isUp, m.add(floor, 1), floor);
});
