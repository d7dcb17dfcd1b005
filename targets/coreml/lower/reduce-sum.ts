/** Sum along axes. */

import { wrapped } from '../build/pointwise.ts';
import { reduce, reduceNode } from '../build/reduce.ts';
import { lowering } from '../lowering.ts';

export const reduce_sum = lowering((request) => {
  const { m, math, result } = request;
  const sum = reduceNode(request, (x, axes) => reduce(m, 'reduce_sum', x, axes));
  return wrapped(math, sum, result.dtype);
});
