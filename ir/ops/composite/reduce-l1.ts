/** Sum of |x| along axes (ONNX ReduceL1-18). */

import { compositeReduction, sumOf } from '../../composite-reduction.ts';

export const reduce_l1 = compositeReduction({
  name: 'reduce_l1',
  numbers: (elements) => sumOf(elements, Math.abs),
  integers: (elements) => elements.reduce((sum, x) => sum + (x < 0n ? -x : x), 0n),
  decompose: (m, x, { axes, keepDims }) => m.reduceSum(m.abs(x), axes, keepDims),
  flops: 2,
});
