/** Every import rule; kept in step with this folder by a test. */

import type { ImportRule } from '../rule.ts';
import { attention } from './attention.ts';
import { averagePool } from './average-pool.ts';
import { batchNormalization } from './batch-normalization.ts';
import { bitShift } from './bit-shift.ts';
import { bitwiseNot } from './bitwise-not.ts';
import { castLike } from './cast-like.ts';
import { cast } from './cast.ts';
import { clip } from './clip.ts';
import { compress } from './compress.ts';
import { concatFromSequence } from './concat-from-sequence.ts';
import { concat } from './concat.ts';
import { constantOfShape } from './constant-of-shape.ts';
import { constant } from './constant.ts';
import { convInteger } from './conv-integer.ts';
import { convTranspose } from './conv-transpose.ts';
import { conv } from './conv.ts';
import { cumSum } from './cum-sum.ts';
import { dequantizeLinear } from './dequantize-linear.ts';
import { dropout } from './dropout.ts';
import { dynamicQuantizeLinear } from './dynamic-quantize-linear.ts';
import { einsum } from './einsum.ts';
import { expand } from './expand.ts';
import { eyeLike } from './eye-like.ts';
import { flatten } from './flatten.ts';
import { gemm } from './gemm.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { globalLpPool } from './global-lp-pool.ts';
import { globalMaxPool } from './global-max-pool.ts';
import { groupNormalization } from './group-normalization.ts';
import { hardmax } from './hardmax.ts';
import { identity } from './identity.ts';
import { ifRule } from './if.ts';
import { instanceNormalization } from './instance-normalization.ts';
import { layerNormalization } from './layer-normalization.ts';
import { logSoftmax } from './log-softmax.ts';
import { loop } from './loop.ts';
import { lpNormalization } from './lp-normalization.ts';
import { lpPool } from './lp-pool.ts';
import { lrn } from './lrn.ts';
import { matMulInteger } from './mat-mul-integer.ts';
import { matMul } from './mat-mul.ts';
import { maxPool } from './max-pool.ts';
import { max } from './max.ts';
import { meanVarianceNormalization } from './mean-variance-normalization.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { nonZero } from './non-zero.ts';
import { oneHot } from './one-hot.ts';
import { optionalGetElement } from './optional-get-element.ts';
import { optionalHasElement } from './optional-has-element.ts';
import { optional } from './optional.ts';
import { pad } from './pad.ts';
import { qLinearConv } from './q-linear-conv.ts';
import { qLinearMatMul } from './q-linear-mat-mul.ts';
import { quantizeLinear } from './quantize-linear.ts';
import { randomNormalLike } from './random-normal-like.ts';
import { randomNormal } from './random-normal.ts';
import { randomUniformLike } from './random-uniform-like.ts';
import { randomUniform } from './random-uniform.ts';
import { range } from './range.ts';
import { reduceL1 } from './reduce-l1.ts';
import { reduceL2 } from './reduce-l2.ts';
import { reduceLogSumExp } from './reduce-log-sum-exp.ts';
import { reduceLogSum } from './reduce-log-sum.ts';
import { reduceMax } from './reduce-max.ts';
import { reduceMean } from './reduce-mean.ts';
import { reduceMin } from './reduce-min.ts';
import { reduceProd } from './reduce-prod.ts';
import { reduceSumSquare } from './reduce-sum-square.ts';
import { reduceSum } from './reduce-sum.ts';
import { reshape } from './reshape.ts';
import { resize10 } from './resize-10.ts';
import { resize } from './resize.ts';
import { rmsNormalization } from './rms-normalization.ts';
import { rotaryEmbedding } from './rotary-embedding.ts';
import { sequenceAt } from './sequence-at.ts';
import { sequenceConstruct } from './sequence-construct.ts';
import { sequenceEmpty } from './sequence-empty.ts';
import { sequenceErase } from './sequence-erase.ts';
import { sequenceInsert } from './sequence-insert.ts';
import { sequenceLength } from './sequence-length.ts';
import { shape } from './shape.ts';
import { shrink } from './shrink.ts';
import { simplifiedLayerNormalization } from './simplified-layer-normalization.ts';
import { size } from './size.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { splitToSequence } from './split-to-sequence.ts';
import { split } from './split.ts';
import { squeeze } from './squeeze.ts';
import { sum } from './sum.ts';
import { tile } from './tile.ts';
import { topK } from './top-k.ts';
import { transpose } from './transpose.ts';
import { trilu } from './trilu.ts';
import { unsqueeze } from './unsqueeze.ts';
import { upsample } from './upsample.ts';

export const importRules: readonly ImportRule[] = [
  attention,
  averagePool,
  batchNormalization,
  bitShift,
  bitwiseNot,
  castLike,
  cast,
  clip,
  compress,
  concatFromSequence,
  concat,
  constantOfShape,
  constant,
  convInteger,
  convTranspose,
  conv,
  cumSum,
  dequantizeLinear,
  dropout,
  dynamicQuantizeLinear,
  einsum,
  expand,
  eyeLike,
  flatten,
  gemm,
  globalAveragePool,
  globalLpPool,
  globalMaxPool,
  groupNormalization,
  hardmax,
  identity,
  ifRule,
  instanceNormalization,
  layerNormalization,
  logSoftmax,
  loop,
  lpNormalization,
  lpPool,
  lrn,
  matMulInteger,
  matMul,
  maxPool,
  max,
  meanVarianceNormalization,
  mean,
  min,
  nonZero,
  oneHot,
  optionalGetElement,
  optionalHasElement,
  optional,
  pad,
  qLinearConv,
  qLinearMatMul,
  quantizeLinear,
  randomNormalLike,
  randomNormal,
  randomUniformLike,
  randomUniform,
  range,
  reduceL1,
  reduceL2,
  reduceLogSumExp,
  reduceLogSum,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceProd,
  reduceSumSquare,
  reduceSum,
  reshape,
  resize10,
  resize,
  rmsNormalization,
  rotaryEmbedding,
  sequenceAt,
  sequenceConstruct,
  sequenceEmpty,
  sequenceErase,
  sequenceInsert,
  sequenceLength,
  shape,
  shrink,
  simplifiedLayerNormalization,
  size,
  slice,
  softmax,
  splitToSequence,
  split,
  squeeze,
  sum,
  tile,
  topK,
  transpose,
  trilu,
  unsqueeze,
  upsample,
];
