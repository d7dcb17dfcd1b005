/**
 * (x - zero_point) * scale, with a scale per tensor, per index of one axis, or per block along it
 * (ONNX DequantizeLinear-21).
 */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { operand, optional } from '../../define.ts';
import type { Value } from '../../graph.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { QUANTIZED, checkQuantization, scaledRuns, spreadScale } from '../../quantization.ts';
import { sameDType } from '../../shapes.ts';
import { allocate, castTensor, numbers, roundsByStoring } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

const DTYPES_OF_INPUT = [...QUANTIZED, 'i32'] as const;

export const dequantize_linear = defineComposite({
  name: 'dequantize_linear',
  operands: {
    input: operand(DTYPES_OF_INPUT),
    scale: operand(FLOATS),
    zero_point: optional(DTYPES_OF_INPUT),
  },
  attributes: {
    axis: attr.int(1),
    /** Elements along the axis that share a scale; 0 for a scale per index or per tensor. */
    block_size: attr.int(0),
  },
  traits: ['pure', 'expansion'],
  infer: ({ input, scale, zero_point }, granularity) => {
    sameDType([input, zero_point]);
    checkQuantization(input.shape, scale, zero_point, granularity);
    return tensorType(scale.dtype, input.shape);
  },
  evaluate: ({ input, scale, zero_point }, granularity) => {
    const [x, factors] = [numbers(input), numbers(scale)];
    const zeros = zero_point && numbers(zero_point);
    const { dtype } = scale;
    const { shape } = input;
    const exact = roundsByStoring(dtype);
    const result = allocate(exact ? dtype : 'f64', shape);
    const values = numbers(result);
    for (const run of scaledRuns(shape, scale.shape, granularity)) {
      const { start, end, step } = run;
      for (let index = start, at = run.scale; index < end; index++, at += step) {
        values[index] = ((x[index] ?? 0) - (zeros?.[at] ?? 0)) * (factors[at] ?? 1);
      }
    }
    return exact ? result : castTensor(result, dtype);
  },
  cost: pointwiseCost(2),
  /** The difference is one of 32-bit integers, the product one of 32-bit floats: both hold all 16-bit values. */
  decompose: (b, { input, scale, zero_point }, granularity) => {
    const m = arithmetic(b);
    const spread = (value: Value) => spreadScale(m, value, input.type.shape, granularity);
    const whole = m.cast(input, 'i32');
    const shifted =
      zero_point === undefined ? whole : m.sub(whole, spread(m.cast(zero_point, 'i32')));
    const { dtype } = scale.type;
    const working = dtype === 'f64' ? 'f64' : 'f32';
    return m.cast(m.mul(m.cast(shifted, working), spread(m.cast(scale, working))), dtype);
  },
  onnx: [
    {
      op: 'DequantizeLinear',
      since: 10,
      attributes: { axis: 'axis', block_size: 'block_size' },
    },
  ],
  samples: [
    {
      name: 'per tensor',
      operands: {
        input: { shape: [2, 3, 5], dtype: 'u8', range: [0, 256] },
        scale: { shape: [], values: [0.05] },
        zero_point: { shape: [], dtype: 'u8', values: [120] },
      },
    },
    {
      name: 'per axis',
      operands: {
        input: { shape: [3, 4], dtype: 'i8', range: [-128, 128] },
        scale: { shape: [3], range: [0.01, 0.1] },
        zero_point: { shape: [3], dtype: 'i8', values: [0, 5, -9] },
      },
      attributes: { axis: 0 },
    },
    {
      name: 'blocked',
      operands: {
        input: { shape: [2, 5], dtype: 'i8', range: [-128, 128] },
        scale: { shape: [2, 2], range: [0.01, 0.1] },
      },
      attributes: { block_size: 3 },
    },
  ],
});
