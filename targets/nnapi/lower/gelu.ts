/** The Gaussian error linear unit, rounded once. */

import { roundedOnce } from '../decompose/composite.ts';
import { rewritten } from '../lowering.ts';

export const gelu = rewritten(roundedOnce);
