/** Slices of the input along an axis, one for each index; weights from a palette are looked up when they are loaded. */

import { resultOf } from '../../../ir/graph.ts';
import { normalizeAxis, splitAt } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { fromStart } from '../build/indices.ts';
import { view } from '../build/movement.ts';
import { take } from '../build/taking.ts';
import { asNumbers } from '../build/numbers.ts';
import { constantBehind, isStorable, storedConstant } from '../build/compressed.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, carrierDType } from '../terms.ts';

export const gather = lowering((request) => {
  const { m, attributes, type, required } = request;
  const whole = resultOf(request.node);
  const dtype = carrierDType(request.result.dtype);
  const constant = isStorable(whole, m.opset) ? constantBehind(whole) : undefined;
  if (constant !== undefined && dtype !== undefined) return storedConstant(m, constant, dtype);
  const { shape } = type(0);
  const axis = normalizeAxis(attributes.int('axis'), shape.length);
  const picked = type(1).shape;
  const indices = fromStart(request, 1, shape[axis] ?? 1);
  return asNumbers(request, [required(0)], ([x]) => {
    if (x === undefined) throw new Error('gather has an input');
    if (
      shape.length <= MAX_RANK &&
      shape.length - 1 + picked.length <= MAX_RANK &&
      picked.length > 0
    ) {
      return take(m, view(m, x, shape), indices, axis);
    }
    const { outer, size, inner } = splitAt(shape, axis);
    return take(m, view(m, x, [outer, size, inner]), view(m, indices, [elementCount(picked)]), 1);
  });
});
