/** The composite ops by name; kept in step with this folder by `npm run generate`. */

import { silu } from './silu.ts';

export const compositeOps = {
  silu,
};
