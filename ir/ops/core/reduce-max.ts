/** The greatest element along axes; NaN wins (ONNX ReduceMax-20 with its axes written out). */

import { lowest, reduction, reductionSamples } from '../../reduction.ts';
import { ANY, DTYPES } from '../../types.ts';

export const reduce_max = reduction({
  name: 'reduce_max',
  dtypes: ANY,
  start: lowest,
  number: (best, x) => Math.max(best, x),
  bigint: (best, x) => (x > best ? x : best),
  bigintStart: (dtype) => (DTYPES[dtype].kind === 'int' ? -(2n ** 63n) : 0n),
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
