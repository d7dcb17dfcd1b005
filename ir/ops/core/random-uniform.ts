/**
 * Uniform numbers in [low, high): element i is low + u * (high - low) with u = hashUniform(seed, i) of
 * ir/seeded.ts, so that every target gives the same (ONNX RandomUniform-1, whose generator is free).
 */

import { attr } from '../../attr.ts';
import { defineOp } from '../../define.ts';
import { hashUniform } from '../../seeded.ts';
import { floatDType, staticShape } from '../../shapes.ts';
import { allocate, setElement } from '../../tensor.ts';
import { elementCount, tensorType } from '../../types.ts';

export const random_uniform = defineOp({
  name: 'random_uniform',
  operands: {},
  attributes: {
    shape: attr.dims(),
    dtype: attr.dtype('f32'),
    low: attr.float(0),
    high: attr.float(1),
    seed: attr.int(),
  },
  traits: [],
  infer: (_, { shape, dtype }) => tensorType(floatDType(dtype), shape),
  evaluate: (_, { shape, dtype, low, high, seed }) => {
    const result = allocate(dtype, staticShape(shape));
    for (let index = 0; index < result.data.length; index++) {
      setElement(result, index, low + hashUniform(seed, index) * (high - low));
    }
    return result;
  },
  cost: (_, __, [result]) => ({ flops: 12 * elementCount(result?.shape ?? []) }),
  samples: [
    { operands: {}, attributes: { shape: [2, 3, 5], seed: 7 } },
    { operands: {}, attributes: { shape: [9], low: -2, high: 3, seed: 123456789 } },
  ],
});
