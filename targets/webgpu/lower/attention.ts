/** Attention without its scores in memory. */

import { flashKernel } from '../kernels/attention/flash.ts';
import { problemOf } from '../kernels/attention/problem.ts';
import { chooseTile } from '../kernels/attention/tile.ts';
import { kernels } from '../lowering.ts';
import type { Placement } from '../lowering.ts';

/** Any strides that do not go backwards: those that vec4s cannot follow are read one by one. */
const forwards = ({ strides }: Placement): boolean => strides.every((step) => step >= 0);

export const attention = kernels(
  (request) => {
    const problem = problemOf(request);
    return [flashKernel(request, problem, chooseTile(problem, request.device))];
  },
  { reads: (_, placement) => forwards(placement), writes: forwards },
);
