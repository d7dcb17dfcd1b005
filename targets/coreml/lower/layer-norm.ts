/** Layer normalisation over the trailing axes; scale and bias that are computed come after it. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { epsilonOf } from '../build/arithmetic.ts';
import { view } from '../build/movement.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, dtypeOf, ints, isLiteral, typed } from '../terms.ts';

export const layer_norm = lowering((request) => {
  const { m, math, attributes, required, operand, type } = request;
  const given = type(0).shape;
  const from = normalizeAxis(attributes.int('axis'), given.length);
  // More than five axes as the leading and the normalised ones.
  const fits = given.length <= MAX_RANK;
  const shape = fits
    ? given
    : [elementCount(given.slice(0, from)), elementCount(given.slice(from))];
  const first = fits ? from : 1;
  const trailing = shape.slice(first);
  const x = view(m, required(0), shape);
  const [scale, bias] = [operand(1), operand(2)].map((term) => term && view(m, term, trailing));
  const constant = [scale, bias].every((term) => term === undefined || isLiteral(term));
  const result = m.op(
    'layer_norm',
    {
      x,
      axes: ints(trailing.map((_, index) => first + index)),
      gamma: constant ? scale : undefined,
      beta: constant ? bias : undefined,
      epsilon: epsilonOf(attributes.float('epsilon'), dtypeOf(x)),
    },
    typed(dtypeOf(x), shape),
  );
  if (constant) return result;
  const scaled = scale === undefined ? result : math.mul(result, scale);
  return bias === undefined ? scaled : math.add(scaled, bias);
});
