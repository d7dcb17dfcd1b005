/** Elements of the second operand where the first is true, of the third elsewhere; SELECT does not broadcast. */

import { AND_INTEGERS, asTaken } from '../decompose/numbers.ts';
import { mergePointwise } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { splatConstant } from '../../../ir/constant.ts';
import type { Value } from '../../../ir/graph.ts';
import { lowering } from '../lowering.ts';
import { sameShape } from '../terms.ts';

/** Of bools: (condition and a) or (not condition and b). */
const ofBools: Rewrite = ({ b, m, dtype, operand }) => {
  if (dtype(1) !== 'bool') return undefined;
  const otherwise = b.logical_not({ input: operand(0) });
  return b.logical_or({ a: m.and(operand(0), operand(1)), b: m.and(otherwise, operand(2)) });
};

const sameShapes: Rewrite = ({ b, m, result, operand, shape, again }) => {
  if ([0, 1, 2].every((index) => sameShape(shape(index), result.shape))) return undefined;
  const wide = (value: Value): Value => {
    const uniform = uniformValue(value);
    const { dtype } = value.type;
    if (uniform === undefined || dtype === 'bool') return m.broadcast(value, result.shape);
    return b.constant(splatConstant({ dtype, shape: result.shape }, uniform));
  };
  return again([0, 1, 2].map((index) => wide(operand(index))));
};

export const where = lowering(({ m, operands, to }) => m.op('SELECT', operands(), to), {
  rewrite: firstOf(ofBools, asTaken(AND_INTEGERS, [1, 2]), mergePointwise, sameShapes),
});
