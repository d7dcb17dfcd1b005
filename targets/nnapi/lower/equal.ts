/** True where both are the same. */

import { plain } from '../build/pointwise.ts';
import { ALL } from '../decompose/numbers.ts';

export const equal = plain('EQUAL', ALL);
