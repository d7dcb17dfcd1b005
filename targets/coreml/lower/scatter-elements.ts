/** Each index with the place of its update makes the coordinates of scatter_nd, over all axes as one. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementOffset } from '../../../ir/scatter.ts';
import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { fromStart } from '../build/indices.ts';
import { view } from '../build/movement.ts';
import { asNumbers } from '../build/numbers.ts';
import { scatter } from '../build/scatter.ts';
import { lowering } from '../lowering.ts';
import { table } from '../terms.ts';

export const scatter_elements = lowering((request) => {
  const { m, math, attributes, type, required } = request;
  const { shape } = type(0);
  const picked = type(1).shape;
  const axis = normalizeAxis(attributes.int('axis'), shape.length);
  const count = elementCount(picked);
  const others = elementOffset(shape, picked, axis);
  const bases = table(
    'int32',
    [count],
    Array.from({ length: count }, (_, at) => others(at, 0)),
  );
  const indices = view(m, fromStart(request, 1, shape[axis] ?? 1), [count]);
  const flat = math.add(math.mul(indices, stridesOf(shape)[axis] ?? 1), bases);
  return asNumbers(request, [required(0), required(2)], ([x, updates]) => {
    if (x === undefined || updates === undefined) throw new Error('scatter has its operands');
    const whole = view(m, x, [elementCount(shape)]);
    return scatter(request, whole, view(m, flat, [count, 1]), view(m, updates, [count]));
  });
});
