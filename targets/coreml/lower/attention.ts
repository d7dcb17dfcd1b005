/** Attention in the form that suits where it runs. */

import { loweredAttention } from '../build/attention.ts';
import { lowering } from '../lowering.ts';

export const attention = lowering(loweredAttention);
