/** True where the first is not above the second. */

import { comparison } from '../build/pointwise.ts';

export const less_or_equal = comparison('LESS_EQUAL');
