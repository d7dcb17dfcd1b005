/** Product. */

import { fusable } from '../build/pointwise.ts';

export const mul = fusable('MUL');
