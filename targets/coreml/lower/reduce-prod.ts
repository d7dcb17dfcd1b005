/** Product along axes. */

import { wrapped } from '../build/pointwise.ts';
import { productAlong, reduceNode } from '../build/reduce.ts';
import { lowering } from '../lowering.ts';

export const reduce_prod = lowering((request) => {
  const product = reduceNode(request, (x, axes) =>
    axes.reduce((partial, axis) => productAlong(request, partial, axis), x),
  );
  return wrapped(request.math, product, request.result.dtype);
});
