/** The greater of two. */

import { extreme } from '../build/pointwise.ts';

export const max = extreme('MAXIMUM');
