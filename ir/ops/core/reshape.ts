/** The same elements in row-major order under another shape (ONNX Reshape-14 once its shape is known). */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimEquals, dimProduct } from '../../dim.ts';
import { printShape, staticShape } from '../../shapes.ts';
import { withShape } from '../../tensor.ts';
import { ANY, shapeEquals, tensorType } from '../../types.ts';

export const reshape = defineOp({
  name: 'reshape',
  operands: { input: operand(ANY) },
  attributes: { shape: attr.dims() },
  traits: ['pure', 'movement', 'view'],
  infer: ({ input }, { shape }) => {
    if (!dimEquals(dimProduct(input.shape), dimProduct(shape))) {
      fail(`cannot reshape ${printShape(input.shape)} to ${printShape(shape)}`);
    }
    return tensorType(input.dtype, shape);
  },
  evaluate: ({ input }, { shape }) => withShape(input, staticShape(shape)),
  cost: () => ({ flops: 0, bytes: 0 }),
  fold: ({ input }, { shape }) =>
    shapeEquals(input.type.shape, shape) ? { operand: 'input' } : undefined,
  samples: [
    { operands: { input: { shape: [2, 3, 4] } }, attributes: { shape: [6, 4] }, tolerance: 0 },
    { operands: { input: { shape: [1] } }, attributes: { shape: [] }, tolerance: 0 },
  ],
});
