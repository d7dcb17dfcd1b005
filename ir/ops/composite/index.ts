/** The composite ops by name; kept in step with this folder by `npm run generate`. */

import { acosh } from './acosh.ts';
import { asinh } from './asinh.ts';
import { atanh } from './atanh.ts';
import { celu } from './celu.ts';
import { cosh } from './cosh.ts';
import { elu } from './elu.ts';
import { fused } from './fused.ts';
import { gelu } from './gelu.ts';
import { hard_sigmoid } from './hard-sigmoid.ts';
import { hard_swish } from './hard-swish.ts';
import { leaky_relu } from './leaky-relu.ts';
import { mish } from './mish.ts';
import { reciprocal } from './reciprocal.ts';
import { relu } from './relu.ts';
import { selu } from './selu.ts';
import { silu } from './silu.ts';
import { sinh } from './sinh.ts';
import { softplus } from './softplus.ts';
import { softsign } from './softsign.ts';
import { tan } from './tan.ts';
import { thresholded_relu } from './thresholded-relu.ts';

export const compositeOps = {
  acosh,
  asinh,
  atanh,
  celu,
  cosh,
  elu,
  fused,
  gelu,
  hard_sigmoid,
  hard_swish,
  leaky_relu,
  mish,
  reciprocal,
  relu,
  selu,
  silu,
  sinh,
  softplus,
  softsign,
  tan,
  thresholded_relu,
};
