/** ReduceMin: the least element along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceMin = defineReduction('ReduceMin', 18, (b) => b.reduce_min);
