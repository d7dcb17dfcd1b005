/** Cosine as 1 - 2 sin(x / 2)^2: halving is exact, where adding a quarter turn would round large angles. */

import { cosineInTurns } from '../decompose/angles.ts';
import { firstOf } from '../decompose/site.ts';
import { rewritten } from '../lowering.ts';

export const cos = rewritten(
  firstOf(cosineInTurns, ({ m, operand }) => {
    const half = m.sin(m.mul(operand(0), 0.5));
    return m.sub(1, m.mul(m.mul(half, half), 2));
  }),
);
