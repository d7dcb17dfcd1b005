/** The greatest element in each window, per channel; pads count as smaller than all (ONNX MaxPool-12). */

import { attr } from '../../attr.ts';
import { defineOp, operand } from '../../define.ts';
import { foldPool, pool, pooledShape } from '../../pooling.ts';
import { lowest } from '../../reduction.ts';
import { allocate, isBig } from '../../tensor.ts';
import { NUMBERS, elementCount, tensorType } from '../../types.ts';
import { windowAttributes, windowsOf } from '../../windows.ts';

export const max_pool = defineOp({
  name: 'max_pool',
  operands: { input: operand(NUMBERS.filter((dtype) => !isBig(dtype))) },
  attributes: { kernel: attr.ints(), ...windowAttributes, ceil_mode: attr.bool(false) },
  traits: ['pure'],
  infer: ({ input }, attributes) => tensorType(input.dtype, pooledShape(input.shape, attributes)),
  evaluate: ({ input }, attributes, [type]) => {
    const result = allocate(input.dtype, type?.shape ?? []);
    pool(input, result, windowsOf(attributes.kernel, attributes), attributes.layout, {
      start: lowest(input.dtype),
      step: (best, x) => Math.max(best, x),
      finish: (best) => best,
    });
    return result;
  },
  cost: (_, { kernel }, [result]) => ({
    flops: elementCount(result?.shape ?? []) * elementCount(kernel),
  }),
  fold: (_, attributes) => foldPool(attributes),
  samples: [
    {
      operands: { input: { shape: [1, 2, 6, 5] } },
      attributes: { kernel: [2, 2], strides: [2, 2] },
      tolerance: 0,
    },
    {
      name: 'pads and channels last',
      operands: { input: { shape: [2, 5, 6, 3] } },
      attributes: {
        kernel: [3, 3],
        strides: [2, 2],
        pads: [1, 1, 1, 0],
        layout: 'channels_last',
      },
      tolerance: 0,
    },
    {
      name: 'ceil mode and dilation',
      operands: { input: { shape: [1, 1, 7, 8] } },
      attributes: { kernel: [2, 3], strides: [2, 2], dilations: [2, 1], ceil_mode: true },
      tolerance: 0,
    },
    {
      name: 'one spatial axis',
      operands: { input: { shape: [1, 2, 7] } },
      attributes: { kernel: [3], strides: [2], pads: [1, 1] },
      tolerance: 0,
    },
  ],
});
