/** The place of the least element along an axis. */

import { placeOfGreatest } from '../build/extremum.ts';
import { reversed } from '../build/order.ts';
import { lowering } from '../lowering.ts';

export const arg_min = lowering((request) =>
  placeOfGreatest(request, (x) => reversed(request.math, x)),
);
