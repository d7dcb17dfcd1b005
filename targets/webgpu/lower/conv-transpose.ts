/** Transposed convolution as a gather. */

import { convTransposeKernel } from '../kernels/conv-transpose.ts';
import { kernels } from '../lowering.ts';

export const conv_transpose = kernels((request) => [convTransposeKernel(request)]);
