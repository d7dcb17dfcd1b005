/** Sum over the axes, divided by the number of elements. */

import { reduceKernels, startAt } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';

export const reduce_mean = kernels((request) =>
  reduceKernels(request, {
    start: startAt(0),
    step: (sum, x) => `${sum} + ${x}`,
    finish: (sum, count, type) => `${sum} / ${type}(${count})`,
  }),
);
