/** The same elements in row-major order under another shape. */

import { BATCHED_MATRICES } from '../levels.ts';
import { asTaken } from '../decompose/numbers.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { carrierShape, sameShape } from '../terms.ts';

const numbers = asTaken({
  integers: ({ featureLevel }) => featureLevel >= BATCHED_MATRICES,
  bools: false,
});

/** Nothing is done where both shapes are carried alike. */
const unlessAlike: Rewrite = (site) => {
  const alike = sameShape(carrierShape(site.shape(0)), carrierShape(site.result.shape));
  return alike || site.operand(0).constant !== undefined ? undefined : numbers(site);
};

export const reshape = lowering(({ m, required, to }) => m.view(required(0), to.shape), {
  rewrite: unlessAlike,
  carries: () => true,
});
