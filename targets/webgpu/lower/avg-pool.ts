/** Mean of each window. */

import { poolKernel } from '../kernels/pool.ts';
import { kernels } from '../lowering.ts';

export const avg_pool = kernels((request) => [poolKernel(request, 'average')]);
