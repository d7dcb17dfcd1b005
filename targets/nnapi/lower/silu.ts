/** x * sigmoid(x), rounded once. */

import { roundedOnce } from '../decompose/composite.ts';
import { rewritten } from '../lowering.ts';

export const silu = rewritten(roundedOnce);
