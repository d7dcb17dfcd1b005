/** The smallest element along axes; NaN wins (ONNX ReduceMin-20 with its axes written out). */

import { highest, reduction, reductionSamples } from '../../reduction.ts';
import { ANY, DTYPES } from '../../types.ts';

export const reduce_min = reduction({
  name: 'reduce_min',
  dtypes: ANY,
  start: highest,
  number: (best, x) => Math.min(best, x),
  bigint: (best, x) => (x < best ? x : best),
  bigintStart: (dtype) => (DTYPES[dtype].kind === 'int' ? 2n ** 63n - 1n : 2n ** 64n - 1n),
  samples: [
    ...reductionSamples({ tolerance: 0 }),
    {
      name: 'bool',
      operands: { input: { shape: [3, 4], dtype: 'bool' } },
      attributes: { axes: [1] },
      tolerance: 0,
    },
  ],
});
