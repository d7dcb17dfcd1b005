/** Product. */

import { wrapped } from '../integers.ts';
import { pointwise } from '../lowering.ts';

export const mul = pointwise(([a, b], context) => wrapped(`${a} * ${b}`, context));
