/** The rules of the built-in ops; pointwise ops and composite ones without a rule need none. */

import {
  alongAxisRule,
  groupNormRule,
  padRule,
  poolRule,
  reduceRule,
  resizeRule,
} from './along-axes.ts';
import { convRule, convTransposeRule, matmulRule } from './contraction.ts';
import { broadcastRule, concatRule, reshapeRule, transposeRule } from './movement.ts';
import { gatherRule, sliceRule } from './picking.ts';
import type { ChannelRule } from './rule.ts';

/** By the name of the op. */
export type ChannelRules = Readonly<Record<string, ChannelRule>>;

export const channelRules: ChannelRules = {
  avg_pool: poolRule,
  broadcast: broadcastRule,
  concat: concatRule,
  conv: convRule,
  conv_transpose: convTransposeRule,
  cumsum: alongAxisRule,
  gather: gatherRule,
  group_norm: groupNormRule,
  log_softmax: alongAxisRule,
  matmul: matmulRule,
  max_pool: poolRule,
  pad: padRule,
  reduce_max: reduceRule,
  reduce_mean: reduceRule,
  reduce_min: reduceRule,
  reduce_prod: reduceRule,
  reduce_sum: reduceRule,
  reshape: reshapeRule,
  resize: resizeRule,
  slice: sliceRule,
  softmax: alongAxisRule,
  transpose: transposeRule,
};
