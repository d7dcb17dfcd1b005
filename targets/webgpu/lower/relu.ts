/** The operand where it is positive, else 0. */

import { pointwise } from '../lowering.ts';

export const relu = pointwise(([x], { literal }) => `max(${x}, ${literal(0)})`);
