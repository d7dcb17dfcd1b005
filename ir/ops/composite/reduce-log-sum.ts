/** log(sum of x) along axes (ONNX ReduceLogSum-18). */

import { compositeReduction, sumOf } from '../../composite-reduction.ts';

export const reduce_log_sum = compositeReduction({
  name: 'reduce_log_sum',
  numbers: (elements) => Math.log(sumOf(elements, (x) => x)),
  decompose: (m, x, axes) => m.log(m.reduceSum(x, axes)),
  flops: 1,
  range: [0.5, 3],
});
