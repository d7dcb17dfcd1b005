/** Interpolation by tables of places and weights, the same that the reference uses. */

import { resizeKernel } from '../kernels/resize.ts';
import { kernels } from '../lowering.ts';

export const resize = kernels((request) => [resizeKernel(request)], { writes: () => true });
