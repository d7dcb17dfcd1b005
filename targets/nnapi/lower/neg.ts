/** The negative. */

import { plain } from '../build/pointwise.ts';
import { ARITHMETIC } from '../decompose/numbers.ts';

export const neg = plain('NEG', ARITHMETIC);
