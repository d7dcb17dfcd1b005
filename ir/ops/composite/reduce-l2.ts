/** sqrt(sum of x^2) along axes (ONNX ReduceL2-18). */

import { compositeReduction, sumOf } from '../../composite-reduction.ts';

export const reduce_l2 = compositeReduction({
  name: 'reduce_l2',
  numbers: (elements) => Math.sqrt(sumOf(elements, (x) => x * x)),
  decompose: (m, x, { axes, keepDims }) => m.sqrt(m.reduceSum(m.mul(x, x), axes, keepDims)),
  flops: 2,
});
