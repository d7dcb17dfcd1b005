/** The operand with the other sign. */

import { wrapped } from '../integers.ts';
import { pointwise } from '../lowering.ts';

export const neg = pointwise(([x], context) => wrapped(`-(${x})`, context));
