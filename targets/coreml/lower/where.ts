/** Elements of the second operand where the first is true, of the third elsewhere. */

import { pointwise } from '../build/pointwise.ts';

export const where = pointwise((math, [condition, a, b]) => {
  if (condition === undefined || a === undefined || b === undefined) {
    throw new Error('where has three operands');
  }
  return math.select(condition, a, b);
});
