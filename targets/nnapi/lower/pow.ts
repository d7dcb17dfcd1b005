/** Power; small whole exponents that are known become products, which are exact for negative numbers too. */

import type { Arithmetic } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { DTYPES } from '../../../ir/types.ts';
import { mergePointwise } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { sameShape } from '../terms.ts';

/** Up to this exponent a product is one operation for each of its bits, and no more. */
const LARGEST_PRODUCT = 16;

const product: Rewrite = ({ m, operand, shape, result }) => {
  const exponent = uniformValue(operand(1));
  if (exponent === undefined || !sameShape(shape(0), result.shape)) return undefined;
  const whole = Number.isInteger(exponent) && exponent >= 1 && exponent <= LARGEST_PRODUCT;
  return whole ? wholePower(m, operand(0), exponent) : undefined;
};

/** By squaring. */
function wholePower(m: Arithmetic, x: Value, exponent: number): Value {
  if (exponent === 1) return x;
  const half = wholePower(m, x, Math.floor(exponent / 2));
  const square = m.mul(half, half);
  return exponent % 2 === 0 ? square : m.mul(square, x);
}

/** The exponent may be of another dtype than the base, whose dtype the result has. */
const ofFloats: Rewrite = ({ b, m, dtype, operand, result }) => {
  const base = dtype(0);
  if (DTYPES[base].kind === 'float') {
    if (dtype(1) === base) return undefined;
    return m.pow(operand(0), m.cast(operand(1), base));
  }
  const power = m.pow(m.cast(operand(0), 'f32'), m.cast(operand(1), 'f32'));
  // What a phone's POW gives may lie just below the integer; powers below 1 are 0.
  const nearest = b.floor({ input: m.add(m.abs(power), 1 / 1024) });
  return m.cast(m.mul(nearest, m.sign(power)), result.dtype);
};

export const pow = lowering(({ m, operands, to }) => m.op('POW', operands(), to), {
  rewrite: firstOf(product, ofFloats, mergePointwise),
});
