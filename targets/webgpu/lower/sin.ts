/** Sine by our own polynomials; WGSL's is too coarse. */

import { pointwise } from '../lowering.ts';
import { sine } from '../trigonometry.ts';

export const sin = pointwise(([x = ''], context) => sine(x, 0, context));
