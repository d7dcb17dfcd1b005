/** The composite ops by name; kept in step with this folder by `npm run generate`. */

import { acosh } from './acosh.ts';
import { asinh } from './asinh.ts';
import { atanh } from './atanh.ts';
import { attention } from './attention.ts';
import { celu } from './celu.ts';
import { cosh } from './cosh.ts';
import { depth_to_space } from './depth-to-space.ts';
import { dequantize_linear } from './dequantize-linear.ts';
import { einsum } from './einsum.ts';
import { elu } from './elu.ts';
import { fused } from './fused.ts';
import { geglu } from './geglu.ts';
import { gelu } from './gelu.ts';
import { group_norm } from './group-norm.ts';
import { hard_sigmoid } from './hard-sigmoid.ts';
import { hard_swish } from './hard-swish.ts';
import { layer_norm } from './layer-norm.ts';
import { leaky_relu } from './leaky-relu.ts';
import { linear_geglu } from './linear-geglu.ts';
import { log_softmax } from './log-softmax.ts';
import { lookup } from './lookup.ts';
import { lp_pool } from './lp-pool.ts';
import { mish } from './mish.ts';
import { one_hot } from './one-hot.ts';
import { prelu } from './prelu.ts';
import { quantize_linear } from './quantize-linear.ts';
import { reciprocal } from './reciprocal.ts';
import { reduce_l1 } from './reduce-l1.ts';
import { reduce_l2 } from './reduce-l2.ts';
import { reduce_log_sum } from './reduce-log-sum.ts';
import { reduce_log_sum_exp } from './reduce-log-sum-exp.ts';
import { reduce_sum_square } from './reduce-sum-square.ts';
import { relu } from './relu.ts';
import { rms_norm } from './rms-norm.ts';
import { selu } from './selu.ts';
import { silu } from './silu.ts';
import { sinh } from './sinh.ts';
import { softmax } from './softmax.ts';
import { softplus } from './softplus.ts';
import { softsign } from './softsign.ts';
import { space_to_depth } from './space-to-depth.ts';
import { tan } from './tan.ts';
import { thresholded_relu } from './thresholded-relu.ts';
import { tile } from './tile.ts';
import { trilu } from './trilu.ts';
import { upsample_conv } from './upsample-conv.ts';

export const compositeOps = {
  acosh,
  asinh,
  atanh,
  attention,
  celu,
  cosh,
  depth_to_space,
  dequantize_linear,
  einsum,
  elu,
  fused,
  geglu,
  gelu,
  group_norm,
  hard_sigmoid,
  hard_swish,
  layer_norm,
  leaky_relu,
  linear_geglu,
  log_softmax,
  lookup,
  lp_pool,
  mish,
  one_hot,
  prelu,
  quantize_linear,
  reciprocal,
  reduce_l1,
  reduce_l2,
  reduce_log_sum,
  reduce_log_sum_exp,
  reduce_sum_square,
  relu,
  rms_norm,
  selu,
  silu,
  sinh,
  softmax,
  softplus,
  softsign,
  space_to_depth,
  tan,
  thresholded_relu,
  tile,
  trilu,
  upsample_conv,
};
