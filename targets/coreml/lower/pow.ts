/** Power; small whole exponents that are known become products, which are exact for negative numbers too. */

import { uniformValue } from '../../../ir/pattern.ts';
import type { Arithmetic } from '../build/arithmetic.ts';
import { binary, refuseUnsigned, wrapped } from '../build/pointwise.ts';
import { dtypeOf, isFloat, sameShape, shapeOf } from '../terms.ts';
import type { Term } from '../terms.ts';

/** Up to this exponent a product is one operation for each of its bits, and no more. */
const LARGEST_PRODUCT = 16;

export const pow = binary((math, x, y, request) => {
  const { node, result } = request;
  const [, exponent] = node.operands;
  const known = exponent && uniformValue(exponent);
  const stays = sameShape(shapeOf(x), result.shape);
  if (known !== undefined && stays) {
    if (known === 0.5 && isFloat(dtypeOf(x))) return math.sqrt(x);
    if (Number.isInteger(known) && known >= 1 && known <= LARGEST_PRODUCT) {
      return wrapped(math, wholePower(math, x, known), result.dtype);
    }
  }
  if (isFloat(dtypeOf(x))) return math.power(x, math.cast(y, dtypeOf(x)));
  refuseUnsigned(request);
  if (isFloat(dtypeOf(y))) {
    return request.refuse('integers to the power of floats', 'cast the base to a float before');
  }
  // To a negative power integers are 0, save 1 and -1, whose powers are those of the positive one.
  const power = math.power(x, math.abs(y));
  const vanishes = math.and(math.less(y, 0), math.not(math.equal(math.abs(x), 1)));
  return wrapped(math, math.select(vanishes, 0, power), result.dtype);
});

/** By squaring. */
function wholePower(math: Arithmetic, x: Term, exponent: number): Term {
  if (exponent === 1) return x;
  const half = wholePower(math, x, Math.floor(exponent / 2));
  const square = math.square(half);
  return exponent % 2 === 0 ? square : math.mul(square, x);
}
