/** Axes in another order; of more than four those that stay together go as one, and what remains step by step. */

import { FLOATS_ONLY, asTaken } from '../decompose/numbers.ts';
import { firstOf } from '../decompose/site.ts';
import { inFourAxes } from '../decompose/transposes.ts';
import { lowering } from '../lowering.ts';

export const transpose = lowering(
  ({ m, required, attributes }) => m.transpose(required(0), attributes.ints('perm')),
  { rewrite: firstOf(inFourAxes, asTaken(FLOATS_ONLY)), carries: () => true },
);
