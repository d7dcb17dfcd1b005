/** Sum over the axes. */

import { reduceKernels, startAt } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';

export const reduce_sum = kernels((request) =>
  reduceKernels(request, {
    start: startAt(0),
    step: (sum, x) => `${sum} + ${x}`,
  }),
);
