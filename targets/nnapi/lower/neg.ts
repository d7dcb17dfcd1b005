/** The negative. */

import { plain } from '../build/pointwise.ts';
import { AND_INTEGERS } from '../decompose/numbers.ts';

export const neg = plain('NEG', AND_INTEGERS);
