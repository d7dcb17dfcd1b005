/** Leaky rectifier. */

import { unary } from '../build/pointwise.ts';

export const leaky_relu = unary((math, x, { attributes }) =>
  math.leakyRelu(x, attributes.float('alpha')),
);
