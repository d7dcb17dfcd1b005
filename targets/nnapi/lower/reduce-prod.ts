/** Product along axes. */

import { reduction } from '../build/reduce.ts';
import { bool } from '../terms.ts';

export const reduce_prod = reduction('REDUCE_PROD', bool);
