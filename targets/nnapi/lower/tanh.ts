/** Hyperbolic tangent. */

import { floatUnary } from '../build/pointwise.ts';

export const tanh = floatUnary('TANH');
