/** Elements with an index as coordinate along one axis; indices that span less of the other axes see less. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { fromStart } from '../build/indices.ts';
import { slice, view } from '../build/movement.ts';
import { asNumbers } from '../build/numbers.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, bool, dtypeOf, int, typed } from '../terms.ts';

export const gather_elements = lowering((request) => {
  const { m, attributes, type, required, refuse } = request;
  const { shape } = type(0);
  if (shape.length > MAX_RANK) {
    return refuse(`tensors of ${shape.length} axes`, 'reshape to at most five axes before');
  }
  const picked = type(1).shape;
  const axis = normalizeAxis(attributes.int('axis'), shape.length);
  const parts = shape.map((size, at) => ({
    start: 0,
    count: at === axis ? size : (picked[at] ?? 1),
    step: 1,
  }));
  const indices = fromStart(request, 1, shape[axis] ?? 1);
  return asNumbers(request, [required(0)], ([x]) => {
    if (x === undefined) throw new Error('gather_elements has an input');
    return m.op(
      'gather_along_axis',
      {
        x: slice(m, view(m, x, shape), parts),
        indices,
        axis: int(axis),
        validate_indices: m.since('CoreML7') ? bool(false) : undefined,
      },
      typed(dtypeOf(x), picked),
    );
  });
});
