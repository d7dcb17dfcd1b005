/** Sum of x^2 along axes (ONNX ReduceSumSquare-18). */

import { compositeReduction, sumOf } from '../../composite-reduction.ts';

export const reduce_sum_square = compositeReduction({
  name: 'reduce_sum_square',
  numbers: (elements) => sumOf(elements, (x) => x * x),
  integers: (elements) => elements.reduce((sum, x) => sum + x * x, 0n),
  decompose: (m, x, { axes, keepDims }) => m.reduceSum(m.mul(x, x), axes, keepDims),
  flops: 2,
});
