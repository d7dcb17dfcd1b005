/** The lowering of every op; the compiler lists what is missing. Kept by `npm run generate`. */

import type { CompositeOpName, CoreOpName } from '../../../ir/ops/index.ts';
import type { Lowering } from '../lowering.ts';
import { abs } from './abs.ts';
import { add } from './add.ts';
import { arg_max } from './arg-max.ts';
import { arg_min } from './arg-min.ts';
import { attention } from './attention.ts';
import { avg_pool } from './avg-pool.ts';
import { broadcast } from './broadcast.ts';
import { cast } from './cast.ts';
import { ceil } from './ceil.ts';
import { concat } from './concat.ts';
import { conv } from './conv.ts';
import { conv_transpose } from './conv-transpose.ts';
import { cos } from './cos.ts';
import { cumsum } from './cumsum.ts';
import { dequantize_linear } from './dequantize-linear.ts';
import { div } from './div.ts';
import { equal } from './equal.ts';
import { erf } from './erf.ts';
import { exp } from './exp.ts';
import { floor } from './floor.ts';
import { gather } from './gather.ts';
import { gather_elements } from './gather-elements.ts';
import { gather_nd } from './gather-nd.ts';
import { gelu } from './gelu.ts';
import { is_inf } from './is-inf.ts';
import { is_nan } from './is-nan.ts';
import { less } from './less.ts';
import { less_or_equal } from './less-or-equal.ts';
import { log } from './log.ts';
import { logical_and } from './logical-and.ts';
import { logical_not } from './logical-not.ts';
import { logical_or } from './logical-or.ts';
import { logical_xor } from './logical-xor.ts';
import { matmul } from './matmul.ts';
import { max } from './max.ts';
import { max_pool } from './max-pool.ts';
import { min } from './min.ts';
import { mod } from './mod.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { pad } from './pad.ts';
import { pow } from './pow.ts';
import { quantize_linear } from './quantize-linear.ts';
import { random_normal } from './random-normal.ts';
import { random_uniform } from './random-uniform.ts';
import { reduce_max } from './reduce-max.ts';
import { reduce_mean } from './reduce-mean.ts';
import { reduce_min } from './reduce-min.ts';
import { reduce_prod } from './reduce-prod.ts';
import { reduce_sum } from './reduce-sum.ts';
import { relu } from './relu.ts';
import { reshape } from './reshape.ts';
import { resize } from './resize.ts';
import { round } from './round.ts';
import { scatter_elements } from './scatter-elements.ts';
import { scatter_nd } from './scatter-nd.ts';
import { sigmoid } from './sigmoid.ts';
import { sign } from './sign.ts';
import { silu } from './silu.ts';
import { sin } from './sin.ts';
import { slice } from './slice.ts';
import { softmax } from './softmax.ts';
import { sqrt } from './sqrt.ts';
import { sub } from './sub.ts';
import { tanh } from './tanh.ts';
import { top_k } from './top-k.ts';
import { transpose } from './transpose.ts';
import { where } from './where.ts';

export const lowerings = {
  abs,
  add,
  arg_max,
  arg_min,
  attention,
  avg_pool,
  broadcast,
  cast,
  ceil,
  concat,
  conv,
  conv_transpose,
  cos,
  cumsum,
  dequantize_linear,
  div,
  equal,
  erf,
  exp,
  floor,
  gather,
  gather_elements,
  gather_nd,
  gelu,
  is_inf,
  is_nan,
  less,
  less_or_equal,
  log,
  logical_and,
  logical_not,
  logical_or,
  logical_xor,
  matmul,
  max,
  max_pool,
  min,
  mod,
  mul,
  neg,
  pad,
  pow,
  quantize_linear,
  random_normal,
  random_uniform,
  reduce_max,
  reduce_mean,
  reduce_min,
  reduce_prod,
  reduce_sum,
  relu,
  reshape,
  resize,
  round,
  scatter_elements,
  scatter_nd,
  sigmoid,
  sign,
  silu,
  sin,
  slice,
  softmax,
  sqrt,
  sub,
  tanh,
  top_k,
  transpose,
  where,
} satisfies Record<CoreOpName, Lowering> & Partial<Record<CompositeOpName, Lowering>>;
