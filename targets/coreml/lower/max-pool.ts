/** The greatest element of each window; a dilated window is the greatest of strided slices. */

import { imagesFirst, imagesLast, windowsOfNode } from '../build/windows.ts';
import { dilatedMaximum, poolNode } from '../build/pools.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const max_pool = lowering((request) => {
  const x = imagesFirst(request, request.required(0));
  const windows = windowsOfNode(request, request.attributes.ints('kernel'));
  const plain = windows.dilations.every((step) => step === 1) && isFloat(dtypeOf(x));
  const pooled = plain
    ? poolNode(request, 'max_pool', x, windows)
    : dilatedMaximum(request, x, windows);
  return imagesLast(request, pooled);
});
