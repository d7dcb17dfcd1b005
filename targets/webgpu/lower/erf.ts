/** Error function by a polynomial of our own, since WGSL has none. */

import { erfOf } from '../floats.ts';
import { pointwise } from '../lowering.ts';

export const erf = pointwise(([x = ''], { kernel, width }) => erfOf(x, kernel, width));
