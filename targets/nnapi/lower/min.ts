/** The lesser of two. */

import { plain } from '../build/pointwise.ts';
import { AND_INTEGERS } from '../decompose/numbers.ts';

export const min = plain('MINIMUM', AND_INTEGERS);
