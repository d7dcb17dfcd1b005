/** 1 / (1 + exp(-x)). */

import { floatUnary } from '../build/pointwise.ts';

export const sigmoid = floatUnary('LOGISTIC');
