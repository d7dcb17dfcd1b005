/** The greatest along axes. */

import { reduction } from '../build/reduce.ts';
import { bool } from '../terms.ts';

export const reduce_max = reduction('REDUCE_MAX', bool);
