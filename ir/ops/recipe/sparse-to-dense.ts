/** The values in row-major order where the mask is true, and 0 elsewhere (Core ML's constexpr_sparse_to_dense). */

import { defineRecipe, fail, operand } from '../../define.ts';
import { QUANTIZED } from '../../quantization.ts';
import { printShape } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

export const sparse_to_dense = defineRecipe({
  name: 'sparse_to_dense',
  operands: { values: operand([...FLOATS, ...QUANTIZED]), mask: operand(['bool']) },
  attributes: {},
  traits: ['pure', 'expansion'],
  infer: ({ values, mask }) => {
    if (values.shape.length !== 1) fail(`values of ${printShape(values.shape)} are no list`);
    return tensorType(values.dtype, mask.shape);
  },
  evaluate: ({ values, mask }) => {
    const result = allocate(values.dtype, mask.shape);
    const [x, marks, to] = [numbers(values), numbers(mask), numbers(result)];
    let next = 0;
    for (let index = 0; index < to.length; index++) {
      if (marks[index] === 1) to[index] = x[next++] ?? 0;
    }
    return result;
  },
  cost: ({ mask }) => ({ flops: mask.shape.reduce((product, dim) => product * dim, 1) }),
  samples: [],
});
