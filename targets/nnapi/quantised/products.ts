/** What convolutions and products of matrices need beside activations in 8 bits: filters and biases in integers. */

import type { Constant } from '../../../ir/constant.ts';
import { splatConstant } from '../../../ir/constant.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { constantOf } from '../../../compiler/passes/shared/constant-folding.ts';
import { biasTooLarge } from '../diagnostics.ts';
import type { LowerRequest } from '../lowering.ts';
import type { NnValue, OperandType, Weight } from '../syntax.ts';
import { isWeight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { perChannelWeight, perTensorWeight } from './weights.ts';

/** A scale for each output where that is known of the weight, else one for all in the type of activations. */
export function integerFilter(filter: Term, x: NnValue, axis: number): Term | undefined {
  if (!isWeight(filter)) return undefined;
  return perChannelWeight(filter, axis) ?? perTensorWeight(filter, x.type.code);
}

/** In units of the products. NNAPI wants no scale beside a scale for each output. */
export function integerBias(
  { node }: LowerRequest,
  x: OperandType,
  filter: OperandType,
  count: number,
  bias: Constant | undefined,
): Weight {
  const scale = filter.perChannel === undefined ? Math.fround(x.scale * filter.scale) : 0;
  const type = { code: 'TENSOR_INT32', shape: [count], scale, zeroPoint: 0 } as const;
  if (bias === undefined) {
    return { kind: 'weight', type, constant: splatConstant({ dtype: 'i32', shape: [count] }, 0) };
  }
  const number = (value: number): Constant => splatConstant({ dtype: 'f32', shape: [] }, value);
  const of = (constant: Constant): Constant =>
    constantOf(builtinOps.cast, [constant], { to: 'f32' });
  const units =
    filter.perChannel === undefined
      ? number(scale)
      : constantOf(builtinOps.mul, [of(filter.perChannel.scales), number(x.scale)], {});
  const list = constantOf(builtinOps.reshape, [of(bias)], { shape: [count] });
  const whole = constantOf(builtinOps.round, [constantOf(builtinOps.div, [list, units], {})], {});
  return {
    kind: 'weight',
    type,
    constant: whole,
    beyond: biasTooLarge(node.op.name, node.origin),
  };
}
