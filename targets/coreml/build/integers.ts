/** Quotients and remainders of integers as the IR has them, out of operations that round towards minus infinity. */

import { inlineValue } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import type { Term } from '../terms.ts';
import type { Arithmetic } from './arithmetic.ts';

/** Rounded towards zero; 0 where the divisor is. */
export function integerQuotient(math: Arithmetic, x: Term, y: Term, divisor?: Constant): Term {
  const quotient = (by: Term): Term => {
    const whole = math.floorDivide(math.abs(x), math.abs(by));
    return math.mul(whole, math.mul(math.sign(x), math.sign(by)));
  };
  return unlessZero(math, y, divisor, quotient);
}

/** Of the sign of the divisor, or of that of the dividend; 0 where the divisor is. */
export function integerRemainder(
  math: Arithmetic,
  x: Term,
  y: Term,
  signOf: 'dividend' | 'divisor',
  divisor?: Constant,
): Term {
  return unlessZero(math, y, divisor, (by) =>
    signOf === 'divisor' ? math.modulo(x, by) : remainder(math, x, by),
  );
}

/** Of the sign of the dividend; exact for floats too. */
export function remainder(math: Arithmetic, x: Term, y: Term): Term {
  return math.mul(math.modulo(math.abs(x), math.abs(y)), math.sign(x));
}

function unlessZero(
  math: Arithmetic,
  y: Term,
  divisor: Constant | undefined,
  work: (by: Term) => Term,
): Term {
  const known = divisor && inlineValue(divisor);
  if (
    known !== undefined &&
    !known.data.some((element: number | bigint) => Number(element) === 0)
  ) {
    return work(y);
  }
  const zero = math.equal(y, 0);
  return math.select(zero, 0, work(math.select(zero, 1, y)));
}
