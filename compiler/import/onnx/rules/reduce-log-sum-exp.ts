/** ReduceLogSumExp: the logarithm of the sum of exponentials along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceLogSumExp = defineReduction('ReduceLogSumExp', 18, (b) => b.reduce_log_sum_exp);
