/** ReduceSum: the sum along axes, which are an input from version 13 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceSum = defineReduction('ReduceSum', 13, (b) => b.reduce_sum);
