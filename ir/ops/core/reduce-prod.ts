/** Product along axes; integers wrap (ONNX ReduceProd-18 with its axes written out). */

import { reduction, reductionSamples } from '../../reduction.ts';
import { NUMBERS } from '../../types.ts';

export const reduce_prod = reduction({
  name: 'reduce_prod',
  dtypes: NUMBERS,
  start: () => 1,
  number: (product, x) => product * x,
  integer: (product, x) => Math.imul(product, x),
  bigint: (product, x) => BigInt.asIntN(64, product * x),
  bigintStart: () => 1n,
  samples: reductionSamples({}, [0.5, 1.5]),
});
