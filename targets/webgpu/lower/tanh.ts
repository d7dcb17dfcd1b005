/** Hyperbolic tangent; beyond 15 it is 1 in f32, where some drivers overflow. */

import { pointwise } from '../lowering.ts';

export const tanh = pointwise(
  ([x], { literal }) => `tanh(clamp(${x}, ${literal(-15)}, ${literal(15)}))`,
);
