/** A convolution of the doubled image that reads the image itself. */

import { stridedImages, upsampleConvKernel } from '../kernels/conv.ts';
import { kernels } from '../lowering.ts';

export const upsample_conv = kernels((request) => [upsampleConvKernel(request)], stridedImages);
