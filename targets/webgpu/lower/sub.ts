/** Difference. */

import { wrapped } from '../integers.ts';
import { pointwise } from '../lowering.ts';

export const sub = pointwise(([a, b], context) => wrapped(`${a} - ${b}`, context));
