/** Slices at coordinates: picked along one axis that stands for all that the coordinates count. */

import { elementCount } from '../../../ir/types.ts';
import { flatPlaces } from '../decompose/indices.ts';
import { rewritten } from '../lowering.ts';

export const gather_nd = rewritten(({ b, m, attributes, operand, shape, result }) => {
  const batchDims = attributes.int('batch_dims');
  const depth = shape(1).at(-1) ?? 1;
  const batch = elementCount(shape(0).slice(0, batchDims));
  const seen = shape(0).slice(batchDims, batchDims + depth);
  const [places, inner] = [elementCount(seen), elementCount(shape(0).slice(batchDims + depth))];
  const count = elementCount(shape(1).slice(batchDims, -1));
  const rows = m.reshape(operand(1), [batch * count, depth]);
  const starts = Array.from({ length: batch * count }, (_, at) => Math.floor(at / count) * places);
  const flat = m.add(flatPlaces(m, rows, seen), b.vector('i32', starts));
  const input = m.reshape(operand(0), [batch * places, inner]);
  return m.reshape(b.gather({ input, indices: flat }, { axis: 0 }), result.shape);
});
