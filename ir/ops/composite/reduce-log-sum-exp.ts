/** log(sum of exp(x)) along axes (ONNX ReduceLogSumExp-18). */

import { largestFinite } from '../../arithmetic.ts';
import { compositeReduction, sumOf } from '../../composite-reduction.ts';

export const reduce_log_sum_exp = compositeReduction({
  name: 'reduce_log_sum_exp',
  numbers: (elements) => {
    const largest = elements.reduce((a, b) => Math.max(a, b), -Number.MAX_VALUE);
    if (largest === Infinity) return largest;
    return largest + Math.log(sumOf(elements, (x) => Math.exp(x - largest)));
  },
  /** The shift by the largest element is cut to finite numbers, since inf - inf is no number. */
  decompose: (m, x, { axes, keepDims }) => {
    const bound = largestFinite(x.type.dtype);
    const shift = m.min(m.max(m.reduceMax(x, axes), -bound), bound);
    const logarithm = m.log(m.reduceSum(m.exp(m.sub(x, shift)), axes, keepDims));
    return m.add(logarithm, m.reshape(shift, logarithm.type.shape));
  },
  flops: 7,
  range: [-6, 6],
});
