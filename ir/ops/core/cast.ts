/**
 * The same numbers in another dtype: floats round to nearest even or truncate towards zero, integers keep
 * their low bits, bool is "not zero" (ONNX Cast-13).
 */

import { attr } from '../../attr.ts';
import { defineOp, operand } from '../../define.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { castTensor } from '../../tensor.ts';
import { ANY, tensorType } from '../../types.ts';

export const cast = defineOp({
  name: 'cast',
  operands: { input: operand(ANY) },
  attributes: { to: attr.dtype() },
  traits: ['pure', 'pointwise', 'conversion'],
  infer: ({ input }, { to }) => tensorType(to, input.shape),
  evaluate: ({ input }, { to }) => castTensor(input, to),
  cost: pointwiseCost(0),
  fold: ({ input }, { to }) => (input.type.dtype === to ? { operand: 'input' } : undefined),
  samples: [
    {
      name: 'float to integer',
      operands: { input: { shape: [6], values: [-2.75, -1, -0.5, 0.5, 1.99, 1000.25] } },
      attributes: { to: 'i32' },
      tolerance: 0,
    },
    {
      name: 'integer to float',
      operands: { input: { shape: [2, 4], dtype: 'i32', range: [-99, 99] } },
      attributes: { to: 'f32' },
      tolerance: 0,
    },
    {
      name: 'i64 to float',
      operands: { input: { shape: [4], dtype: 'i64', range: [-99, 99] } },
      attributes: { to: 'f32' },
      tolerance: 0,
    },
    {
      name: 'float to bool',
      operands: { input: { shape: [4], values: [0, -0.5, 1, 1e-30] } },
      attributes: { to: 'bool' },
      tolerance: 0,
    },
    {
      name: 'bool to float',
      operands: { input: { shape: [6], dtype: 'bool' } },
      attributes: { to: 'f32' },
      tolerance: 0,
    },
    {
      name: 'to f16 and its rounding',
      operands: { input: { shape: [4], values: [0.1, 1.0009765625, 2049, -3.3333] } },
      attributes: { to: 'f16' },
      tolerance: 0,
    },
  ],
});
