/** Sigmoid linear unit, also swish: x * sigmoid(x) (Hendrycks and Gimpel, arXiv 1606.08415). */

import { activation } from '../../activation.ts';

export const silu = activation({
  name: 'silu',
  number: (x) => x / (1 + Math.exp(-x)),
  decompose: (m, x) => m.mul(x, m.sigmoid(x)),
  flops: 5,
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-6, 6] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-90, -20, 20, 90] } } },
  ],
});
