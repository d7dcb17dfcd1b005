/** ReduceMean: the mean along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceMean = defineReduction('ReduceMean', 18, (b) => b.reduce_mean);
