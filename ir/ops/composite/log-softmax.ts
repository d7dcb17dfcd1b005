/** x - max - log(sum(exp(x - max))) along one axis (ONNX LogSoftmax-13). */

import { arithmetic, inWorkingPrecision } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { operand } from '../../define.ts';
import { lanes } from '../../lanes.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { roundedTensor } from '../../rounded.ts';
import { normalizeAxis } from '../../shapes.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS } from '../../types.ts';

export const log_softmax = defineComposite({
  name: 'log_softmax',
  operands: { input: operand(FLOATS) },
  attributes: { axis: attr.int(-1) },
  traits: ['pure', 'normalization'],
  infer: ({ input }, { axis }) => {
    normalizeAxis(axis, input.shape.length);
    return input;
  },
  evaluate: ({ input }, { axis }) => {
    const x = numbers(input);
    const values = new Float64Array(x.length);
    for (const { start, step, size } of lanes(
      input.shape,
      normalizeAxis(axis, input.shape.length),
    )) {
      const at = (index: number): number => x[start + index * step] ?? 0;
      let largest = -Infinity;
      for (let index = 0; index < size; index++) largest = Math.max(largest, at(index));
      let sum = 0;
      for (let index = 0; index < size; index++) sum += Math.exp(at(index) - largest);
      const shift = largest + Math.log(sum);
      for (let index = 0; index < size; index++) {
        values[start + index * step] = at(index) - shift;
      }
    }
    return roundedTensor(input.dtype, input.shape, values);
  },
  cost: pointwiseCost(8),
  decompose: (b, { input }, { axis }) => {
    const m = arithmetic(b);
    const axes = [normalizeAxis(axis, input.type.shape.length)];
    return inWorkingPrecision(m, input, (x) => {
      const shifted = m.sub(x, m.reduceMax(x, axes));
      return m.sub(shifted, m.log(m.reduceSum(m.exp(shifted), axes)));
    });
  },
  onnx: [{ op: 'LogSoftmax', since: 13, attributes: { axis: 'axis' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { operands: { input: { shape: [2, 6, 3], range: [-4, 4] } }, attributes: { axis: 1 } },
    { name: 'far', operands: { input: { shape: [2, 3], values: [900, 901, 902, -9e3, 0, 1] } } },
  ],
});
