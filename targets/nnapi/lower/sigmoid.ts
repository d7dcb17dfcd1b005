/** 1 / (1 + exp(-x)). */

import { bounded } from '../build/pointwise.ts';

export const sigmoid = bounded('LOGISTIC');
