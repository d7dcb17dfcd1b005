/** True where the first is below the second. */

import { comparison } from '../build/pointwise.ts';

export const less = comparison('LESS');
