/** Difference. */

import { fusable } from '../build/pointwise.ts';

export const sub = fusable('SUB');
