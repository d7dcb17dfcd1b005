/** The numbers are fixed by the seed, so they are weights. */

import { lowering } from '../lowering.ts';
import { weight } from '../terms.ts';

export const random_uniform = lowering(({ node: { op, attributes }, result, to }) =>
  weight({ type: result, source: { kind: 'recipe', op, operands: [], attributes } }, to.code),
);
