/** The smaller of two. */

import { extreme } from '../build/pointwise.ts';

export const min = extreme('MINIMUM');
