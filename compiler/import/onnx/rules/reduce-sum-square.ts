/** ReduceSumSquare: the sum of squares along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceSumSquare = defineReduction('ReduceSumSquare', 18, (b) => b.reduce_sum_square);
