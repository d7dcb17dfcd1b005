/** ReduceMax: the greatest element along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceMax = defineReduction('ReduceMax', 18, (b) => b.reduce_max);
