/** Hyperbolic tangent. */

import { bounded } from '../build/pointwise.ts';

export const tanh = bounded('TANH');
