/** Axes in another order. */

import { transpose as transposeTerm, transposeMany, view } from '../build/movement.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK } from '../terms.ts';

export const transpose = lowering(({ m, attributes, type, required }) => {
  const { shape } = type(0);
  const perm = attributes.ints('perm');
  if (shape.length > MAX_RANK) return transposeMany(m, required(0), shape, perm);
  return transposeTerm(m, view(m, required(0), shape), perm);
});
