/** Natural exponential. */

import { floatUnary } from '../build/pointwise.ts';

export const exp = floatUnary('EXP');
