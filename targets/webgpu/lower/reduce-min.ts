/** Smallest over the axes, from the highest value of the type. */

import { highest, reduceKernels } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';

export const reduce_min = kernels((request) =>
  reduceKernels(request, {
    start: highest,
    step: (sum, x, type) => (type === 'bool' ? `${sum} && ${x}` : `min(${sum}, ${x})`),
  }),
);
