/** The least element along axes: the greatest in the reversed order. */

import { reversed } from '../build/order.ts';
import { refuseUnsigned } from '../build/pointwise.ts';
import { asNumbers } from '../build/numbers.ts';
import { reduce, reduceNode } from '../build/reduce.ts';
import { lowering } from '../lowering.ts';

export const reduce_min = lowering((request) => {
  const { m, math } = request;
  refuseUnsigned(request);
  return reduceNode(request, (given, axes) =>
    asNumbers(request, [given], ([x]) =>
      reversed(math, reduce(m, 'reduce_max', reversed(math, x ?? given), axes)),
    ),
  );
});
