/** The mean of each window over what lies in the image; where more counts, sums of the taps over known counts. */

import { averageRewrite } from '../decompose/pools.ts';
import { pool } from '../build/pool.ts';
import { lowering } from '../lowering.ts';
import { sameParameters } from '../quantised/parameters.ts';

export const avg_pool = lowering(pool('AVERAGE_POOL_2D'), {
  rewrite: averageRewrite,
  quantised: (request) => {
    const { quantised, wanted } = request;
    const x = quantised(0);
    if (x === undefined || wanted === undefined || !sameParameters(x.type, wanted))
      return undefined;
    return pool('AVERAGE_POOL_2D')({ ...request, required: () => x, to: wanted });
  },
});
