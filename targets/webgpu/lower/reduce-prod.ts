/** Product over the axes. */

import { reduceKernels, startAt } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';

export const reduce_prod = kernels((request) =>
  reduceKernels(request, {
    start: startAt(1),
    step: (sum, x) => `${sum} * ${x}`,
  }),
);
