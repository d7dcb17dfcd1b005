/** The same memory under another shape. */

import { view } from '../lowering.ts';

export const reshape = view;
