/** The input repeated along axes of one element and new leading axes. */

import { broadcast as broadcastTerm } from '../build/repetition.ts';
import { lowering } from '../lowering.ts';

export const broadcast = lowering(({ m, type, required, result }) =>
  broadcastTerm(m, required(0), type(0).shape, result.shape),
);
