/** The elements where the mask is true, in row-major order; `count` says how many they are. */

import { attr } from '../../attr.ts';
import { defineRecipe, fail, operand } from '../../define.ts';
import { QUANTIZED } from '../../quantization.ts';
import { printShape } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, shapeEquals, tensorType } from '../../types.ts';

export const masked_values = defineRecipe({
  name: 'masked_values',
  operands: { input: operand([...FLOATS, ...QUANTIZED]), mask: operand(['bool']) },
  attributes: { count: attr.int() },
  traits: ['pure'],
  infer: ({ input, mask }, { count }) => {
    if (!shapeEquals(input.shape, mask.shape)) {
      fail(`a mask of ${printShape(mask.shape)} for ${printShape(input.shape)}`);
    }
    return tensorType(input.dtype, [count]);
  },
  evaluate: ({ input, mask }, { count }) => {
    const result = allocate(input.dtype, [count]);
    const [x, marks, to] = [numbers(input), numbers(mask), numbers(result)];
    let next = 0;
    for (let index = 0; index < x.length && next < count; index++) {
      if (marks[index] === 1) to[next++] = x[index] ?? 0;
    }
    return result;
  },
  cost: ({ mask }) => ({ flops: mask.shape.reduce((product, dim) => product * dim, 1) }),
  samples: [],
});
