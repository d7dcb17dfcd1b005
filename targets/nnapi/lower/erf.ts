/** The error function by formula 7.1.26 of Abramowitz and Stegun, off by 1.5e-7 at most; in fp32 whatever is asked. */

import { rewritten } from '../lowering.ts';

const RATE = 0.3275911;
/** Of the powers of t from the fifth down. */
const COEFFICIENTS = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592] as const;

export const erf = rewritten(({ b, m, operand, result }) => {
  const x = m.cast(operand(0), 'f32');
  const size = m.abs(x);
  const t = m.div(1, m.add(m.mul(size, RATE), 1));
  const [first, second, ...others] = COEFFICIENTS;
  let sum = m.add(m.mul(t, first), second);
  for (const coefficient of others) sum = m.add(m.mul(sum, t), coefficient);
  const decay = b.exp({ input: m.neg(m.mul(x, x)) });
  const positive = m.sub(1, m.mul(m.mul(sum, t), decay));
  return m.cast(m.where(m.less(x, 0), m.neg(positive), positive), result.dtype);
});
