/** Remainder of the sign of the divisor, or of the dividend with `fmod`; 0 of integers where the divisor is. */

import type { Value } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
import { rewritten } from '../lowering.ts';

export const mod = rewritten(({ b, m, attributes, dtype, operand, result }) => {
  const fromFloat = DTYPES[dtype(0)].kind === 'float';
  const [x, given] = [m.cast(operand(0), 'f32'), m.cast(operand(1), 'f32')];
  const isZero = fromFloat ? undefined : m.equal(given, 0);
  const y = isZero === undefined ? given : m.where(isZero, 1, given);
  const floorRest = (dividend: Value, divisor: Value): Value =>
    m.sub(dividend, m.mul(b.floor({ input: m.div(dividend, divisor) }), divisor));
  const rest = attributes.bool('fmod')
    ? m.mul(floorRest(m.abs(x), m.abs(y)), m.sign(x))
    : floorRest(x, y);
  return m.cast(isZero === undefined ? rest : m.where(isZero, 0, rest), result.dtype);
});
