/** Natural logarithm. */

import { floatUnary } from '../build/pointwise.ts';

export const log = floatUnary('LOG');
