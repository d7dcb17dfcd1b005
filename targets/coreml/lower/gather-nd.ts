/** Slices at coordinates. */

import { elementCount } from '../../../ir/types.ts';
import { coordinatesFromStart } from '../build/coordinates.ts';
import { view } from '../build/movement.ts';
import { asNumbers } from '../build/numbers.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, bool, dtypeOf, int, typed } from '../terms.ts';

export const gather_nd = lowering((request) => {
  const { m, attributes, type, required, refuse } = request;
  const { shape } = type(0);
  const places = type(1).shape;
  const batchDims = attributes.int('batch_dims');
  const depth = places.at(-1) ?? 1;
  const batch = batchDims === 0 ? [] : [elementCount(shape.slice(0, batchDims))];
  const seen = shape.slice(batchDims, batchDims + depth);
  const inner = elementCount(shape.slice(batchDims + depth));
  const from = [...batch, ...seen, inner];
  if (from.length > MAX_RANK) {
    return refuse(`coordinates of ${depth} numbers`, 'gather from at most four axes');
  }
  const count = elementCount(places.slice(batchDims, -1));
  const coordinates = coordinatesFromStart(request, 1, seen);
  return asNumbers(request, [required(0)], ([x]) => {
    if (x === undefined) throw new Error('gather_nd has an input');
    return m.op(
      'gather_nd',
      {
        x: view(m, x, from),
        indices: view(m, coordinates, [...batch, count, depth]),
        batch_dims: int(batch.length),
        validate_indices: m.since('CoreML7') ? bool(false) : undefined,
      },
      typed(dtypeOf(x), [...batch, count, inner]),
    );
  });
});
