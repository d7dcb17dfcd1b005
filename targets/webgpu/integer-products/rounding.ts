/** How a product's left operand goes through integers of 8 bits: by one scale and one zero point. */

import { arithmetic } from '../../../ir/arithmetic.ts';
import { attr } from '../../../ir/attr.ts';
import type { CoreBuilder } from '../../../ir/builder.ts';
import { dequantize_linear } from '../../../ir/ops/composite/dequantize-linear.ts';
import { quantize_linear } from '../../../ir/ops/composite/quantize-linear.ts';
import type { Value } from '../../../ir/graph.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';

export const ROUNDING = { scale: attr.float(), zero_point: attr.int(0) } as const;

export interface Rounding {
  readonly scale: number;
  readonly zero_point: number;
}

export const LOW = -128;
export const HIGH = 127;

export function rounded(input: Tensor, { scale, zero_point }: Rounding): Tensor {
  const parameters = {
    scale: tensorFrom(input.dtype, [], [scale]),
    zero_point: tensorFrom('i8', [], [zero_point]),
  };
  const granularity = { axis: 0, block_size: 0 };
  const [integers] = quantize_linear.evaluate(
    { input, ...parameters },
    { ...granularity, dtype: 'i8' },
    [{ dtype: 'i8', shape: input.shape }],
  );
  const [result] = dequantize_linear.evaluate({ input: integers, ...parameters }, granularity, [
    { dtype: input.dtype, shape: input.shape },
  ]);
  if (result === undefined) throw new Error('dequantize_linear has a result');
  return result;
}

export function roundedValue(b: CoreBuilder, input: Value, { scale, zero_point }: Rounding): Value {
  const m = arithmetic(b);
  const { dtype } = input.type;
  const wide = b.cast({ input }, { to: 'f32' });
  const shifted = m.add(m.round(m.div(wide, scale)), zero_point);
  const integers = m.sub(m.min(m.max(shifted, LOW), HIGH), zero_point);
  return b.cast({ input: m.mul(integers, scale) }, { to: dtype });
}
