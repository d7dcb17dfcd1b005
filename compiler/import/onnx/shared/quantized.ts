/** Integer arithmetic of quantised models: exact sums in i32, then one scale back to 8 bits. */

import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import type { Value } from '../../../../ir/graph.ts';
import { integerRange } from '../../../../ir/quantization.ts';
import type { DType } from '../../../../ir/types.ts';

/** x - zero_point in i32. */
export function centred(m: Arithmetic, input: Value, zeroPoint: Value | undefined): Value {
  const whole = m.cast(input, 'i32');
  return zeroPoint === undefined ? whole : m.sub(whole, m.cast(zeroPoint, 'i32'));
}

/** saturate(round(sum * factor) + zero_point), rounding half to even. */
export function requantized(
  m: Arithmetic,
  sum: Value,
  factor: Value,
  zeroPoint: Value | undefined,
  dtype: DType,
): Value {
  const rounded = m.round(m.mul(m.cast(sum, 'f32'), factor));
  const shifted = zeroPoint === undefined ? rounded : m.add(rounded, m.cast(zeroPoint, 'f32'));
  const [low, high] = integerRange(dtype);
  return m.cast(m.min(m.max(shifted, low), high), dtype);
}

/** A scale or zero point for each row of a matrix, ready to broadcast. */
export function perRow(m: Arithmetic, value: Value): Value {
  const [rows] = value.type.shape;
  if (value.type.shape.length !== 1 || rows === undefined || rows === 1) return value;
  return m.reshape(value, [rows, 1]);
}
