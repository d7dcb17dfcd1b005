/** Only what is not a number differs from itself. */

import { rewritten } from '../lowering.ts';

export const is_nan = rewritten(({ b, m, operand }) =>
  b.logical_not({ input: m.equal(operand(0), operand(0)) }),
);
