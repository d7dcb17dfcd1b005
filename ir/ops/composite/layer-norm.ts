/**
 * (x - mean) / sqrt(variance + epsilon) * scale + bias, with mean and variance over the axes from `axis` to
 * the last (ONNX LayerNormalization-17; Ba et al., arXiv 1607.06450).
 */

import { arithmetic, inWorkingPrecision } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { operand, optional } from '../../define.ts';
import {
  affineOf,
  applyAffine,
  momentsOf,
  standardize,
  trailingAxes,
  trailingNormType,
  trailingSize,
} from '../../normalization.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { roundedTensor } from '../../rounded.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS } from '../../types.ts';

export const layer_norm = defineComposite({
  name: 'layer_norm',
  operands: { input: operand(FLOATS), scale: optional(FLOATS), bias: optional(FLOATS) },
  attributes: { axis: attr.int(-1), epsilon: attr.float(1e-5) },
  traits: ['pure', 'normalization'],
  infer: ({ input, ...affine }, { axis }) => trailingNormType(input, axis, affine),
  evaluate: ({ input, ...affine }, { axis, epsilon }) => {
    const x = numbers(input);
    const values = new Float64Array(x.length);
    const size = trailingSize(input.shape, axis);
    const apply = affineOf(affine);
    for (let start = 0; start < x.length; start += size) {
      const { mean, factor } = momentsOf(x.subarray(start, start + size), epsilon);
      for (let at = 0; at < size; at++) {
        values[start + at] = apply(((x[start + at] ?? 0) - mean) * factor, at);
      }
    }
    return roundedTensor(input.dtype, input.shape, values);
  },
  cost: pointwiseCost(8),
  decompose: (b, { input, ...affine }, { axis, epsilon }) => {
    const m = arithmetic(b);
    const axes = trailingAxes(input.type.shape.length, axis);
    return inWorkingPrecision(m, input, (x) =>
      applyAffine(m, standardize(m, x, axes, epsilon), affine),
    );
  },
  onnx: [{ op: 'LayerNormalization', since: 17, attributes: { axis: 'axis', epsilon: 'epsilon' } }],
  samples: [
    {
      operands: {
        input: { shape: [2, 3, 8] },
        scale: { shape: [8], constant: true },
        bias: { shape: [8], constant: true },
      },
    },
    {
      operands: { input: { shape: [2, 3, 4] }, scale: { shape: [3, 4] } },
      attributes: { axis: 1, epsilon: 0.01 },
    },
    {
      name: 'far from zero',
      operands: { input: { shape: [2, 6], range: [1000, 1002] } },
      tolerance: 1e-3,
    },
  ],
});
