/**
 * saturate(round(x / scale) + zero_point), rounding half to even, with a scale per tensor, per index of one
 * axis, or per block along it (ONNX QuantizeLinear-21). The quotient is one of 32-bit floats.
 */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand, optional } from '../../define.ts';
import type { Value } from '../../graph.ts';
import { pointwiseCost } from '../../pointwise.ts';
import {
  QUANTIZED,
  checkQuantization,
  integerRange,
  scaledRuns,
  spreadScale,
} from '../../quantization.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

/** Farther from 0 than all numbers that can be quantised to. */
const BEYOND = 2 ** 20;
/** Added to such a number and taken away again, it leaves the nearest integer, the even one of two. */
const EVEN = 1.5 * 2 ** 52;

export const quantize_linear = defineComposite({
  name: 'quantize_linear',
  operands: {
    input: operand([...FLOATS, 'i32']),
    scale: operand(FLOATS),
    zero_point: optional(QUANTIZED),
  },
  attributes: {
    axis: attr.int(1),
    /** Elements along the axis that share a scale; 0 for a scale per index or per tensor. */
    block_size: attr.int(0),
    /** Of the result; the zero point's where there is one. */
    dtype: attr.dtype('u8'),
  },
  traits: ['pure'],
  infer: ({ input, scale, zero_point }, { dtype, ...granularity }) => {
    checkQuantization(input.shape, scale, zero_point, granularity);
    if (!QUANTIZED.includes(dtype))
      fail(`cannot quantise to ${dtype}`, `use one of ${QUANTIZED.join(', ')}`);
    return tensorType(zero_point?.dtype ?? dtype, input.shape);
  },
  evaluate: ({ input, scale, zero_point }, granularity, [type]) => {
    const result = allocate(type?.dtype ?? 'u8', input.shape);
    const [x, factors] = [numbers(input), numbers(scale)];
    const zeros = zero_point && numbers(zero_point);
    const [low, high] = integerRange(result.dtype);
    const to = numbers(result);
    for (const run of scaledRuns(input.shape, scale.shape, granularity)) {
      const { start, end, step } = run;
      for (let index = start, at = run.scale; index < end; index++, at += step) {
        const quotient = Math.fround(Math.fround(x[index] ?? 0) / Math.fround(factors[at] ?? 1));
        const rounded = Math.min(BEYOND, Math.max(-BEYOND, quotient)) + EVEN - EVEN;
        to[index] = Math.min(high, Math.max(low, rounded + (zeros?.[at] ?? 0)));
      }
    }
    return result;
  },
  cost: pointwiseCost(5),
  decompose: (b, { input, scale, zero_point }, { dtype, ...granularity }) => {
    const m = arithmetic(b);
    const { shape } = input.type;
    const spread = (value: Value) => spreadScale(m, m.cast(value, 'f32'), shape, granularity);
    const rounded = m.round(m.div(m.cast(input, 'f32'), spread(scale)));
    const shifted = zero_point === undefined ? rounded : m.add(rounded, spread(zero_point));
    const to = zero_point?.type.dtype ?? dtype;
    const [low, high] = integerRange(to);
    return m.cast(m.min(m.max(shifted, low), high), to);
  },
  onnx: [
    {
      op: 'QuantizeLinear',
      since: 10,
      attributes: { axis: 'axis', block_size: 'block_size', dtype: 'output_dtype' },
    },
  ],
  samples: [
    {
      name: 'per tensor',
      operands: {
        input: { shape: [2, 3, 5], range: [-4, 4] },
        scale: { shape: [], values: [0.03125] },
        zero_point: { shape: [], dtype: 'u8', values: [120] },
      },
      tolerance: 0,
    },
    {
      name: 'ties and saturation',
      operands: {
        input: { shape: [8], values: [-1000, -3, -1, 1, 3, 5, 1000, 0.5] },
        scale: { shape: [], values: [2] },
      },
      attributes: { dtype: 'i8' },
      tolerance: 0,
    },
    {
      name: 'per axis',
      operands: {
        input: { shape: [2, 3, 4], range: [-4, 4] },
        scale: { shape: [3], values: [0.0625, 0.125, 0.03125] },
        zero_point: { shape: [3], dtype: 'i8', values: [0, 5, -9] },
      },
      tolerance: 0,
    },
    {
      name: 'blocked',
      operands: {
        input: { shape: [2, 6], range: [-4, 4] },
        scale: { shape: [2, 2], values: [0.0625, 0.125, 0.03125, 0.25] },
      },
      attributes: { block_size: 3, dtype: 'i8' },
      tolerance: 0,
    },
  ],
});
