/** Rows are the trailing axes; scale and bias go by place in the row. */

import { attributesOf } from '../../attributes.ts';
import { trailingKernels } from '../kernels/normalize/trailing.ts';
import { kernels } from '../lowering.ts';

export const layer_norm = kernels(
  (request) => {
    const attributes = attributesOf(request.node);
    const normalization = {
      epsilon: attributes.float('epsilon'),
      centred: true,
      scale: request.operand(1),
      bias: request.operand(2),
    };
    return trailingKernels(request, normalization, attributes.int('axis'));
  },
  { overwrites: 0 },
);
