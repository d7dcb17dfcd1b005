/** The same elements under another shape. */

import { lowering } from '../lowering.ts';

export const reshape = lowering(({ raw }) => raw(0));
