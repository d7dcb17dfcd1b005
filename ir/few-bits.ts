/** Which constants stay as they are stored, in few bits, however small they are. */

import { hasTrait } from './define.ts';
import type { OpDefinition } from './define.ts';
import { DTYPES } from './types.ts';
import type { TensorType } from './types.ts';

/** Small filters too are weights, and run in integers where activations are; lists and numbers are parameters. */
export function isWeightOfFewBits(op: OpDefinition, stored: TensorType | undefined): boolean {
  if (!hasTrait(op, 'expansion') || stored === undefined) return false;
  return stored.shape.length > 1 && DTYPES[stored.dtype].bits <= 8;
}
