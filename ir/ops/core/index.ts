/** The core ops by name; kept in step with this folder by `npm run generate`. */

import { add } from './add.ts';
import { matmul } from './matmul.ts';
import { mul } from './mul.ts';
import { reshape } from './reshape.ts';
import { sigmoid } from './sigmoid.ts';

export const coreOps = {
  add,
  matmul,
  mul,
  reshape,
  sigmoid,
};
