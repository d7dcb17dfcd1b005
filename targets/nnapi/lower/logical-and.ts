/** Logical and. */

import { plain } from '../build/pointwise.ts';
import { BOOLS } from '../decompose/numbers.ts';

export const logical_and = plain('LOGICAL_AND', BOOLS);
