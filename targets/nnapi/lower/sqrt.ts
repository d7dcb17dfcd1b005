/** Square root. */

import { floatUnary } from '../build/pointwise.ts';

export const sqrt = floatUnary('SQRT');
