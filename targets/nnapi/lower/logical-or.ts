/** Logical or. */

import { plain } from '../build/pointwise.ts';
import { BOOLS } from '../decompose/numbers.ts';

export const logical_or = plain('LOGICAL_OR', BOOLS);
