/** The least along axes. */

import { reduction } from '../build/reduce.ts';
import { bool } from '../terms.ts';

export const reduce_min = reduction('REDUCE_MIN', bool);
