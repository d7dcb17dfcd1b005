/** Sine. */

import { floatUnary } from '../build/pointwise.ts';

export const sin = floatUnary('SIN');
