/**
 * Computes with floats of one width. Inputs and outputs keep their dtype, with casts at the border. In f16,
 * what an op with the trait `precise` computes from stays f32: the angle of a sine needs more digits. So can the
 * residual stream, and what the guard finds to overflow.
 */

import { createSetPrecision } from './set-precision/create.ts';

export const setPrecision = createSetPrecision();
