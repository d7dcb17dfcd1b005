/** Logical not. */

import { plain } from '../build/pointwise.ts';
import { BOOLS } from '../decompose/numbers.ts';

export const logical_not = plain('LOGICAL_NOT', BOOLS);
