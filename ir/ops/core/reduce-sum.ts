/** Sum along axes; integers wrap (ONNX ReduceSum-13 with its axes written out). */

import { reduction, reductionSamples } from '../../reduction.ts';
import { NUMBERS } from '../../types.ts';

export const reduce_sum = reduction({
  name: 'reduce_sum',
  dtypes: NUMBERS,
  start: () => 0,
  number: (sum, x) => sum + x,
  bigint: (sum, x) => sum + x,
  bigintStart: () => 0n,
  samples: reductionSamples({}),
});
