/** Sum. */

import { wrapped } from '../integers.ts';
import { pointwise } from '../lowering.ts';

export const add = pointwise(([a, b], context) => wrapped(`${a} + ${b}`, context));
