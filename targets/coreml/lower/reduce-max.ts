/** The greatest element along axes; of bools whether any is true. */

import { refuseUnsigned } from '../build/pointwise.ts';
import { asNumbers } from '../build/numbers.ts';
import { reduce, reduceNode } from '../build/reduce.ts';
import { lowering } from '../lowering.ts';

export const reduce_max = lowering((request) => {
  refuseUnsigned(request);
  return reduceNode(request, (given, axes) =>
    asNumbers(request, [given], ([x]) => reduce(request.m, 'reduce_max', x ?? given, axes)),
  );
});
