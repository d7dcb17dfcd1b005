/** Batched matrix product by register tiles, straight from storage buffers. */

import { matmulKernel } from '../kernels/matmul/kernel.ts';
import { readsOperand, writesResult } from '../kernels/matmul/placed.ts';
import { kernels } from '../lowering.ts';

export const matmul = kernels((request) => [matmulKernel(request)], {
  reads: readsOperand,
  writes: writesResult,
});
