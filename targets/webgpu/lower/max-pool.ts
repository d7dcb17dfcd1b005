/** Greatest element of each window. */

import { poolKernel } from '../kernels/pool.ts';
import { kernels } from '../lowering.ts';

export const max_pool = kernels((request) => [poolKernel(request, 'max')]);
