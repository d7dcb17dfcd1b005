/** Axes in another order: result axis i is input axis perm[i] (ONNX Transpose-13 with its perm written out). */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimAt, printShape } from '../../shapes.ts';
import { copyStrided } from '../../strided.ts';
import { stridesOf } from '../../tensor.ts';
import { ANY, tensorType } from '../../types.ts';

export const transpose = defineOp({
  name: 'transpose',
  operands: { input: operand(ANY) },
  attributes: { perm: attr.ints() },
  traits: ['pure', 'movement'],
  infer: ({ input }, { perm }) => {
    const { length } = input.shape;
    const axes = new Set(perm);
    if (
      perm.length !== length ||
      axes.size !== length ||
      !perm.every((p) => p >= 0 && p < length)
    ) {
      fail(
        `perm [${perm.join(',')}] is no order of the axes of ${printShape(input.shape)}`,
        `name each of the axes 0 to ${length - 1} once`,
      );
    }
    return tensorType(
      input.dtype,
      perm.map((axis) => dimAt(input.shape, axis)),
    );
  },
  evaluate: ({ input }, { perm }) => {
    const strides = stridesOf(input.shape);
    return copyStrided(
      input,
      perm.map((axis) => input.shape[axis] ?? 1),
      perm.map((axis) => strides[axis] ?? 0),
    );
  },
  cost: () => ({ flops: 0 }),
  fold: (_, { perm }) =>
    perm.every((axis, index) => axis === index) ? { operand: 'input' } : undefined,
  samples: [
    { operands: { input: { shape: [3, 5] } }, attributes: { perm: [1, 0] }, tolerance: 0 },
    {
      operands: { input: { shape: [2, 3, 4, 5] } },
      attributes: { perm: [0, 2, 3, 1] },
      tolerance: 0,
    },
    {
      operands: { input: { shape: [2, 3, 2, 2, 3] } },
      attributes: { perm: [3, 0, 4, 1, 2] },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: { input: { shape: [2, 3, 4], dtype: 'i32', range: [-99, 99] } },
      attributes: { perm: [2, 1, 0] },
      tolerance: 0,
    },
  ],
});
