/** Place of the greatest element along an axis. */

import { extremeKernel } from '../kernels/extreme.ts';
import { kernels } from '../lowering.ts';

export const arg_max = kernels((request) => [extremeKernel(request, '>')]);
