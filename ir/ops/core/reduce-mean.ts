/** Mean along axes; that of integers truncates (ONNX ReduceMean-18 with its axes written out). */

import { reduction, reductionSamples } from '../../reduction.ts';
import { NUMBERS } from '../../types.ts';

export const reduce_mean = reduction({
  name: 'reduce_mean',
  dtypes: NUMBERS,
  start: () => 0,
  number: (sum, x) => sum + x,
  bigint: (sum, x) => sum + x,
  bigintStart: () => 0n,
  mean: true,
  samples: reductionSamples({}),
});
