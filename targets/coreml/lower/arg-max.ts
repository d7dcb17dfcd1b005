/** The place of the greatest element along an axis. */

import { placeOfGreatest } from '../build/extremum.ts';
import { lowering } from '../lowering.ts';

export const arg_max = lowering((request) => placeOfGreatest(request, (x) => x));
