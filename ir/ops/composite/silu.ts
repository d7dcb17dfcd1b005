/** Sigmoid linear unit, also swish: x * sigmoid(x) (Hendrycks and Gimpel, arXiv 1606.08415). */

import { defineComposite } from '../../define-composite.ts';
import { operand } from '../../define.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { allocate, numbers, setElement } from '../../tensor.ts';
import { FLOATS } from '../../types.ts';

export const silu = defineComposite({
  name: 'silu',
  operands: { input: operand(FLOATS) },
  attributes: {},
  traits: ['pure', 'pointwise'],
  infer: ({ input }) => input,
  evaluate: ({ input }) => {
    const result = allocate(input.dtype, input.shape);
    numbers(input).forEach((x, index) => setElement(result, index, x / (1 + Math.exp(-x))));
    return result;
  },
  cost: pointwiseCost(5),
  decompose: (b, { input }) => b.mul({ a: input, b: b.sigmoid({ input }) }),
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-6, 6] } } }],
});
