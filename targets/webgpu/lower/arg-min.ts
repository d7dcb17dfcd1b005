/** Place of the smallest element along an axis. */

import { extremeKernel } from '../kernels/extreme.ts';
import { kernels } from '../lowering.ts';

export const arg_min = kernels((request) => [extremeKernel(request, '<')]);
