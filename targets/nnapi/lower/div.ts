/** Quotient; that of integers truncates towards zero, and is 0 where the divisor is. */

import { DTYPES } from '../../../ir/types.ts';
import { mergePointwise } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { FUSED_NONE } from '../terms.ts';

/** Through floats, which a cast back truncates; they hold integers exactly up to 2^24. */
const ofIntegers: Rewrite = ({ m, dtype, operand, result }) => {
  if (DTYPES[dtype(0)].kind === 'float') return undefined;
  const divisor = m.cast(operand(1), 'f32');
  const isZero = m.equal(divisor, 0);
  const quotient = m.div(m.cast(operand(0), 'f32'), m.where(isZero, 1, divisor));
  return m.cast(m.where(isZero, 0, quotient), result.dtype);
};

export const div = lowering(({ m, operands, to }) => m.op('DIV', [...operands(), FUSED_NONE], to), {
  rewrite: firstOf(ofIntegers, mergePointwise),
});
