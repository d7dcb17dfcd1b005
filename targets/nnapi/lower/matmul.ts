/** Products of matrices: FULLY_CONNECTED by one matrix, BATCH_MATMUL of batches, slice by slice where that is not. */

import { lowering } from '../lowering.ts';
import {
  byOneMatrix,
  isByOneMatrix,
  quantisedByOneMatrix,
  quantisedProducts,
} from '../build/linear.ts';
import { matmulRewrite } from '../decompose/products.ts';
import { bool } from '../terms.ts';

export const matmul = lowering(
  (request) => {
    const { m, node, context, attributes, required, to } = request;
    if (isByOneMatrix(node, context)) return byOneMatrix(request);
    const [left, right] = [attributes.bool('transpose_a'), attributes.bool('transpose_b')];
    const [a, b] = [0, 1].map((index) => m.dequantised(required(index)));
    if (a === undefined || b === undefined) throw new Error('a product has two factors');
    return m.op('BATCH_MATMUL', [a, b, bool(left), bool(right)], to);
  },
  {
    rewrite: matmulRewrite,
    takesBias: isByOneMatrix,
    quantised: (request) =>
      isByOneMatrix(request.node, request.context)
        ? quantisedByOneMatrix(request)
        : quantisedProducts(request),
  },
);
