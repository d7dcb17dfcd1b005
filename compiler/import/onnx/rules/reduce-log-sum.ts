/** ReduceLogSum: the logarithm of the sum along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceLogSum = defineReduction('ReduceLogSum', 18, (b) => b.reduce_log_sum);
