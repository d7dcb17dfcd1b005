/** ReduceProd: the product along axes, which are an input from version 18 on. */

import { defineReduction } from '../shared/reductions.ts';

export const reduceProd = defineReduction('ReduceProd', 18, (b) => b.reduce_prod);
