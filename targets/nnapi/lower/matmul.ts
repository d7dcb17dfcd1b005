/** Products of matrices: FULLY_CONNECTED by one matrix, BATCH_MATMUL of batches, slice by slice where that is not. */

import { lowering } from '../lowering.ts';
import { byOneMatrix, isByOneMatrix } from '../build/linear.ts';
import { matmulRewrite } from '../decompose/products.ts';
import { bool } from '../terms.ts';

export const matmul = lowering(
  (request) => {
    const { m, node, context, attributes, required, to } = request;
    if (isByOneMatrix(node, context)) return byOneMatrix(request);
    const [left, right] = [attributes.bool('transpose_a'), attributes.bool('transpose_b')];
    return m.op('BATCH_MATMUL', [required(0), required(1), bool(left), bool(right)], to);
  },
  { rewrite: matmulRewrite, takesBias: isByOneMatrix },
);
