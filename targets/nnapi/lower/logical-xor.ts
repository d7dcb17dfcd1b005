/** True where just one is: where the two are not equal. */

import { rewritten } from '../lowering.ts';

export const logical_xor = rewritten(({ b, m, operand }) =>
  b.logical_not({ input: m.equal(operand(0), operand(1)) }),
);
