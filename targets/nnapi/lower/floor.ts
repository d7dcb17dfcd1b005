/** The greatest integer that is not above. */

import { floatUnary } from '../build/pointwise.ts';

export const floor = floatUnary('FLOOR');
