/** x / (1 + exp(-x)). */

import { pointwise } from '../lowering.ts';

export const silu = pointwise(([x], { literal }) => `${x} / (${literal(1)} + exp(-${x}))`);
