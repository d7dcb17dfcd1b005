/** Direct convolution by register tiles. */

import { convKernels, stridedImages } from '../kernels/conv.ts';
import { kernels } from '../lowering.ts';

export const conv = kernels(convKernels, stridedImages);
