/** Greatest over the axes, from the lowest value of the type. */

import { lowest, reduceKernels } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';

export const reduce_max = kernels((request) =>
  reduceKernels(request, {
    start: lowest,
    step: (sum, x, type) => (type === 'bool' ? `${sum} || ${x}` : `max(${sum}, ${x})`),
  }),
);
