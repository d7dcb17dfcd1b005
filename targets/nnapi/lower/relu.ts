/** The positive part: of 8-bit numbers whose least is 0 they themselves. */

import { pointwiseRewrite } from '../build/pointwise.ts';
import { FLOATS_ONLY } from '../decompose/numbers.ts';
import { lowering } from '../lowering.ts';
import { limitsOf } from '../quantised/parameters.ts';
import { codeOf } from '../terms.ts';
import type { Term } from '../terms.ts';

export const relu = lowering(
  ({ m, required, to }) => {
    const x = required(0);
    return isPositive(x) ? x : m.op('RELU', [x], to);
  },
  { rewrite: pointwiseRewrite(FLOATS_ONLY), carries: () => true },
);

function isPositive(x: Term): boolean {
  const [low] = limitsOf(codeOf(x));
  return x.type.scale > 0 && x.type.zeroPoint === low;
}
