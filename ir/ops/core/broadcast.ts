/** The input repeated along axes of size 1 and along new leading axes (numpy.broadcast_to). */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimEquals } from '../../dim.ts';
import { printShape, staticShape } from '../../shapes.ts';
import { copyStrided } from '../../strided.ts';
import { stridesOf } from '../../tensor.ts';
import { ANY, shapeEquals, tensorType } from '../../types.ts';

export const broadcast = defineOp({
  name: 'broadcast',
  operands: { input: operand(ANY) },
  attributes: { shape: attr.dims() },
  traits: ['pure', 'movement'],
  infer: ({ input }, { shape }) => {
    const added = shape.length - input.shape.length;
    const fits = input.shape.every((dim, axis) => {
      const target = shape[added + axis];
      return target !== undefined && (dim === 1 || dimEquals(dim, target));
    });
    if (added < 0 || !fits) {
      fail(
        `cannot broadcast ${printShape(input.shape)} to ${printShape(shape)}`,
        'each dim must be 1 or the dim of the new shape, counted from the last axis',
      );
    }
    return tensorType(input.dtype, shape);
  },
  evaluate: ({ input }, { shape }) => {
    const sizes = staticShape(shape);
    const added = sizes.length - input.shape.length;
    const strides = stridesOf(input.shape);
    const steps = sizes.map((_, axis) => {
      const size = input.shape[axis - added] ?? 1;
      return size === 1 ? 0 : (strides[axis - added] ?? 0);
    });
    return copyStrided(input, sizes, steps);
  },
  cost: () => ({ flops: 0 }),
  fold: ({ input }, { shape }) =>
    shapeEquals(input.type.shape, shape) ? { operand: 'input' } : undefined,
  samples: [
    {
      operands: { input: { shape: [3, 1] } },
      attributes: { shape: [2, 3, 4] },
      tolerance: 0,
    },
    { operands: { input: { shape: [] } }, attributes: { shape: [2, 3] }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [1, 3], dtype: 'i32', range: [-9, 9] } },
      attributes: { shape: [4, 3] },
      tolerance: 0,
    },
  ],
});
