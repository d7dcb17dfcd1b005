/** The positive part. */

import { floatUnary } from '../build/pointwise.ts';

export const relu = floatUnary('RELU');
