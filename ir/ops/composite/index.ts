/** The composite ops by name; kept in step with this folder by `npm run generate`. */

import { acosh } from './acosh.ts';
import { asinh } from './asinh.ts';
import { atanh } from './atanh.ts';
import { celu } from './celu.ts';
import { cosh } from './cosh.ts';
import { elu } from './elu.ts';
import { fused } from './fused.ts';
import { geglu } from './geglu.ts';
import { gelu } from './gelu.ts';
import { group_norm } from './group-norm.ts';
import { hard_sigmoid } from './hard-sigmoid.ts';
import { hard_swish } from './hard-swish.ts';
import { layer_norm } from './layer-norm.ts';
import { leaky_relu } from './leaky-relu.ts';
import { log_softmax } from './log-softmax.ts';
import { mish } from './mish.ts';
import { prelu } from './prelu.ts';
import { reciprocal } from './reciprocal.ts';
import { relu } from './relu.ts';
import { rms_norm } from './rms-norm.ts';
import { selu } from './selu.ts';
import { silu } from './silu.ts';
import { sinh } from './sinh.ts';
import { softmax } from './softmax.ts';
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
  geglu,
  gelu,
  group_norm,
  hard_sigmoid,
  hard_swish,
  layer_norm,
  leaky_relu,
  log_softmax,
  mish,
  prelu,
  reciprocal,
  relu,
  rms_norm,
  selu,
  silu,
  sinh,
  softmax,
  softplus,
  softsign,
  tan,
  thresholded_relu,
};
