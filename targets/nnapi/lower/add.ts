/** Sum. */

import { fusable } from '../build/pointwise.ts';

export const add = fusable('ADD');
