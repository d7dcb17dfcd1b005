/** Tests the bits, since compilers may assume that no NaN occurs. */

import { isNan } from '../floats.ts';
import { pointwise } from '../lowering.ts';

export const is_nan = pointwise(([x = ''], context) => isNan(x, context));
