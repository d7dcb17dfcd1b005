/** ReduceL1: the sum of absolute values along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceL1 = defineReduction('ReduceL1', 18, (b) => b.reduce_l1);
