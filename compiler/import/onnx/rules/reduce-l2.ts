/** ReduceL2: the root of the sum of squares along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceL2 = defineReduction('ReduceL2', 18, (b) => b.reduce_l2);
