/** Parts of all axes; of more than five one axis after the other. */

import { slice as sliceTerm, sliceAxis, view } from '../build/movement.ts';
import { splitAt } from '../../../ir/shapes.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK } from '../terms.ts';

export const slice = lowering(({ m, attributes, type, required, result }) => {
  const { shape } = type(0);
  const starts = attributes.ints('starts');
  const steps = attributes.ints('steps');
  const parts = result.shape.map((count, axis) => ({
    start: starts[axis] ?? 0,
    count,
    step: steps[axis] ?? 1,
  }));
  if (shape.length <= MAX_RANK) return sliceTerm(m, view(m, required(0), shape), parts);
  let x = required(0);
  let current: readonly number[] = shape;
  parts.forEach(({ start, count, step }, axis) => {
    if (count === current[axis] && step === 1) return;
    const { outer, size, inner } = splitAt(current, axis);
    x = sliceAxis(m, view(m, x, [outer, size, inner]), 1, start, count, step);
    current = current.with(axis, count);
  });
  return x;
});
