/** The greatest of each window; of spread windows and of three axes the greatest of the taps. */

import { maximumRewrite } from '../decompose/pools.ts';
import { pool } from '../build/pool.ts';
import { lowering } from '../lowering.ts';

export const max_pool = lowering(pool('MAX_POOL_2D'), {
  rewrite: maximumRewrite,
  carries: () => true,
});
