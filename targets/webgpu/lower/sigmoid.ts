/** 1 / (1 + exp(-x)); exp overflows to infinity for very negative x, which gives the right 0. */

import { pointwise } from '../lowering.ts';

export const sigmoid = pointwise(
  ([x], { literal }) => `${literal(1)} / (${literal(1)} + exp(-${x}))`,
);
