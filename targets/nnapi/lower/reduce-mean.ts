/** Mean along axes; MEAN alone takes `keep_dims` as an integer. */

import { reduction } from '../build/reduce.ts';
import { int } from '../terms.ts';

export const reduce_mean = reduction('MEAN', (keep) => int(keep ? 1 : 0));
