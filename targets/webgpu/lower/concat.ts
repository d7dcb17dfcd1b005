/** Each operand is written into its place in the result. */

import { attributesOf } from '../attributes.ts';
import { concatKernels } from '../kernels/strided.ts';
import { kernels } from '../lowering.ts';

export const concat = kernels((request) => {
  const rank = request.resultTypes[0]?.shape.length ?? 0;
  const axis = attributesOf(request.node).int('axis');
  return concatKernels(request, axis < 0 ? axis + rank : axis);
});
