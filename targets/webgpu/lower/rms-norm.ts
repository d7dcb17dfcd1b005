/** Rows are the trailing axes, not centred; the scale goes by place in the row. */

import { attributesOf } from '../../attributes.ts';
import { trailingKernels } from '../kernels/normalize/trailing.ts';
import { kernels } from '../lowering.ts';

export const rms_norm = kernels(
  (request) => {
    const attributes = attributesOf(request.node);
    const normalization = {
      epsilon: attributes.float('epsilon'),
      centred: false,
      scale: request.operand(1),
      bias: undefined,
    };
    return trailingKernels(request, normalization, attributes.int('axis'));
  },
  { overwrites: 0 },
);
