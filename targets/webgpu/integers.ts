/** Integers narrower than 32 bits live in 32-bit words: results are brought back to their range. */

import { DTYPES } from '../../ir/types.ts';
import type { ExpressionContext } from './lowering.ts';
import { wgslType } from './syntax.ts';

/** Wraps an integer expression to the bits of the result's dtype; other expressions stay as they are. */
export function wrapped(expression: string, { dtype, width }: ExpressionContext): string {
  const { kind, bits } = DTYPES[dtype];
  if ((kind !== 'int' && kind !== 'uint') || bits >= 32) return expression;
  const shift = `${wgslType('u32', width)}(${32 - bits}u)`;
  return `(((${expression}) << ${shift}) >> ${shift})`;
}
