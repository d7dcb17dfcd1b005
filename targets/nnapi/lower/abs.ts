/** Absolute value. */

import { plain } from '../build/pointwise.ts';
import { ARITHMETIC } from '../decompose/numbers.ts';

export const abs = plain('ABS', ARITHMETIC);
