/** The input repeated along each axis. */

import { splitAt } from '../../../ir/shapes.ts';
import { view } from '../build/movement.ts';
import { tile as tileTerm } from '../build/repetition.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK } from '../terms.ts';

export const tile = lowering(({ m, attributes, type, required }) => {
  const { shape } = type(0);
  const repeats = attributes.ints('repeats');
  const x = required(0);
  if (shape.length <= MAX_RANK) return tileTerm(m, view(m, x, shape), repeats);
  let result = x;
  let current: readonly number[] = shape;
  repeats.forEach((count, axis) => {
    const { outer, size, inner } = splitAt(current, axis);
    result = tileTerm(m, view(m, result, [outer, size, inner]), [1, count, 1]);
    current = current.with(axis, size * count);
  });
  return result;
});
