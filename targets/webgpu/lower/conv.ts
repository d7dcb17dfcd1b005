/** Direct convolution by register tiles. */

import { convKernel, stridedImages } from '../kernels/conv.ts';
import { kernels } from '../lowering.ts';

export const conv = kernels((request) => [convKernel(request)], stridedImages);
