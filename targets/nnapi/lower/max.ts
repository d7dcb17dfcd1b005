/** The greater of two. */

import { plain } from '../build/pointwise.ts';
import { AND_INTEGERS } from '../decompose/numbers.ts';

export const max = plain('MAXIMUM', AND_INTEGERS);
