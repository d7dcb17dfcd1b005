/**
 * Normal numbers by Box and Muller: element i is mean + scale * sqrt(-2 ln(1 - u)) * cos(2 pi v) with
 * u and v the values 2i and 2i + 1 of hashUniform(seed) of ir/seeded.ts, so that every target gives the
 * same (ONNX RandomNormal-1, whose generator is free).
 */

import { attr } from '../../attr.ts';
import { defineOp } from '../../define.ts';
import { hashUniform } from '../../seeded.ts';
import { floatDType, staticShape } from '../../shapes.ts';
import { allocate, setElement } from '../../tensor.ts';
import { elementCount, tensorType } from '../../types.ts';

export const random_normal = defineOp({
  name: 'random_normal',
  operands: {},
  attributes: {
    shape: attr.dims(),
    dtype: attr.dtype('f32'),
    mean: attr.float(0),
    scale: attr.float(1),
    seed: attr.int(),
  },
  traits: [],
  infer: (_, { shape, dtype }) => tensorType(floatDType(dtype), shape),
  evaluate: (_, { shape, dtype, mean, scale, seed }) => {
    const result = allocate(dtype, staticShape(shape));
    for (let index = 0; index < result.data.length; index++) {
      const radius = Math.sqrt(-2 * Math.log(1 - hashUniform(seed, 2 * index)));
      const angle = 2 * Math.PI * hashUniform(seed, 2 * index + 1);
      setElement(result, index, mean + scale * radius * Math.cos(angle));
    }
    return result;
  },
  cost: (_, __, [result]) => ({ flops: 40 * elementCount(result?.shape ?? []) }),
  samples: [
    { operands: {}, attributes: { shape: [2, 3, 5], seed: 7 }, tolerance: 1e-4 },
    {
      operands: {},
      attributes: { shape: [9], mean: 10, scale: 0.5, seed: 123456789 },
      tolerance: 1e-4,
    },
  ],
});
