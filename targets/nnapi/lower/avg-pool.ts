/** The mean of each window over what lies in the image; where more counts, sums of the taps over known counts. */

import { averageRewrite } from '../decompose/pools.ts';
import { pool } from '../build/pool.ts';
import { lowering } from '../lowering.ts';

export const avg_pool = lowering(pool('AVERAGE_POOL_2D'), { rewrite: averageRewrite });
