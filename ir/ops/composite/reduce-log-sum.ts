/** log(sum of x) along axes (ONNX ReduceLogSum-18). */

import { compositeReduction, sumOf } from '../../composite-reduction.ts';

export const reduce_log_sum = compositeReduction({
  name: 'reduce_log_sum',
  numbers: (elements) => Math.log(sumOf(elements, (x) => x)),
  decompose: (m, x, { axes, keepDims }) => m.log(m.reduceSum(x, axes, keepDims)),
  flops: 1,
  range: [0.5, 3],
});
