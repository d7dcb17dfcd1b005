/** Batched matrix product by register tiles, straight from storage buffers. */

import { matmulKernel } from '../kernels/matmul.ts';
import { kernels } from '../lowering.ts';

export const matmul = kernels((request) => [matmulKernel(request)]);
