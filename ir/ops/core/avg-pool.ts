/**
 * The mean of each window, per channel: of the elements that lie in the input or, with
 * `count_include_pad`, of those and the zeros of the pads (ONNX AveragePool-19).
 */

import { attr } from '../../attr.ts';
import { defineOp, operand } from '../../define.ts';
import { foldPool, pool, pooledShape } from '../../pooling.ts';
import { allocate } from '../../tensor.ts';
import { FLOATS, elementCount, tensorType } from '../../types.ts';
import { windowAttributes, windowsOf } from '../../windows.ts';

export const avg_pool = defineOp({
  name: 'avg_pool',
  operands: { input: operand(FLOATS) },
  attributes: {
    kernel: attr.ints(),
    ...windowAttributes,
    ceil_mode: attr.bool(false),
    count_include_pad: attr.bool(false),
  },
  traits: ['pure'],
  infer: ({ input }, attributes) => tensorType(input.dtype, pooledShape(input.shape, attributes)),
  evaluate: ({ input }, attributes, [type]) => {
    const result = allocate(input.dtype, type?.shape ?? []);
    pool(input, result, windowsOf(attributes.kernel, attributes), attributes.layout, {
      start: 0,
      step: (sum, x) => sum + x,
      finish: (sum, inside, covered) => sum / (attributes.count_include_pad ? covered : inside),
    });
    return result;
  },
  cost: (_, { kernel }, [result]) => ({
    flops: elementCount(result?.shape ?? []) * (elementCount(kernel) + 1),
  }),
  fold: (_, attributes) => foldPool(attributes),
  samples: [
    {
      operands: { input: { shape: [1, 2, 6, 5] } },
      attributes: { kernel: [2, 2], strides: [2, 2] },
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
    },
    {
      name: 'pads counted, ceil mode',
      operands: { input: { shape: [1, 1, 7, 8] } },
      attributes: {
        kernel: [3, 3],
        strides: [2, 2],
        pads: [1, 1, 0, 0],
        ceil_mode: true,
        count_include_pad: true,
      },
    },
    {
      name: 'three spatial axes and dilation',
      operands: { input: { shape: [1, 2, 3, 4, 5] } },
      attributes: { kernel: [2, 2, 2], dilations: [1, 2, 3] },
    },
  ],
});
