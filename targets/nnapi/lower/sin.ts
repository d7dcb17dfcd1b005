/** Sine. */

import { plain } from '../build/pointwise.ts';
import { inTurns } from '../decompose/angles.ts';
import { FLOATS_ONLY } from '../decompose/numbers.ts';

export const sin = plain('SIN', FLOATS_ONLY, inTurns);
