/** Rows are the trailing axes; scale and bias go by place in the row. */

import { attributesOf } from '../attributes.ts';
import { normalizeKernels } from '../kernels/normalize.ts';
import { trailingRows } from '../kernels/trailing-rows.ts';
import { kernels } from '../lowering.ts';

export const layer_norm = kernels((request) => {
  const attributes = attributesOf(request.node);
  return normalizeKernels(request, {
    rows: trailingRows(request.required(0).type.shape, attributes.int('axis')),
    epsilon: attributes.float('epsilon'),
    centred: true,
    scale: request.operand(1),
    bias: request.operand(2),
  });
});
