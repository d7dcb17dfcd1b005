/**
 * x / sqrt(mean(x^2) + epsilon) * scale, with the mean over the axes from `axis` to the last
 * (ONNX RMSNormalization-23; Zhang and Sennrich, arXiv 1910.07467).
 */

import { arithmetic, inWorkingPrecision } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { operand, optional } from '../../define.ts';
import {
  affineOf,
  applyAffine,
  trailingAxes,
  trailingNormType,
  trailingSize,
} from '../../normalization.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { roundedTensor } from '../../rounded.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS } from '../../types.ts';

export const rms_norm = defineComposite({
  name: 'rms_norm',
  operands: { input: operand(FLOATS), scale: optional(FLOATS) },
  attributes: { axis: attr.int(-1), epsilon: attr.float(1e-5) },
  traits: ['pure', 'normalization'],
  infer: ({ input, scale }, { axis }) => trailingNormType(input, axis, { scale }),
  evaluate: ({ input, scale }, { axis, epsilon }) => {
    const x = numbers(input);
    const values = new Float64Array(x.length);
    const size = trailingSize(input.shape, axis);
    const apply = affineOf({ scale });
    for (let start = 0; start < x.length; start += size) {
      let squares = 0;
      for (let at = 0; at < size; at++) squares += (x[start + at] ?? 0) ** 2;
      const factor = 1 / Math.sqrt(squares / size + epsilon);
      for (let at = 0; at < size; at++) {
        values[start + at] = apply((x[start + at] ?? 0) * factor, at);
      }
    }
    return roundedTensor(input.dtype, input.shape, values);
  },
  cost: pointwiseCost(5),
  decompose: (b, { input, scale }, { axis, epsilon }) => {
    const m = arithmetic(b);
    const axes = trailingAxes(input.type.shape.length, axis);
    return inWorkingPrecision(m, input, (x) => {
      const square = m.reduceMean(m.mul(x, x), axes);
      return applyAffine(m, m.div(x, m.sqrt(m.add(square, epsilon))), { scale });
    });
  },
  onnx: [{ op: 'RMSNormalization', since: 23, attributes: { axis: 'axis', epsilon: 'epsilon' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 8] }, scale: { shape: [8], constant: true } } },
    { operands: { input: { shape: [2, 3, 4] } }, attributes: { axis: 1, epsilon: 0.01 } },
  ],
});
