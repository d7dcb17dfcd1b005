/** Sum along axes. */

import { reduction } from '../build/reduce.ts';
import { wideSum } from '../decompose/wide-sums.ts';
import { bool } from '../terms.ts';

export const reduce_sum = reduction('REDUCE_SUM', bool, wideSum);
