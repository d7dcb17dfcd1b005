/** The least integer that is not below: the floor seen from the other side. */

import { rewritten } from '../lowering.ts';

export const ceil = rewritten(({ b, m, operand }) => m.neg(b.floor({ input: m.neg(operand(0)) })));
