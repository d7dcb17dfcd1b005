/** The lowering of every op; the compiler lists what is missing. */

import type { CompositeOpName, CoreOpName } from '../../../ir/ops/index.ts';
import type { Lowering } from '../lowering.ts';
import { add } from './add.ts';
import { matmul } from './matmul.ts';
import { mul } from './mul.ts';
import { reshape } from './reshape.ts';
import { sigmoid } from './sigmoid.ts';
import { silu } from './silu.ts';
import { sub } from './sub.ts';

export const lowerings = {
  add,
  matmul,
  mul,
  reshape,
  sigmoid,
  silu,
  sub,
} satisfies Partial<Record<CoreOpName | CompositeOpName, Lowering>>;
