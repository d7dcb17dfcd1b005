/** The input repeated `repeats[axis]` times along each axis (ONNX Tile-13 once its repeats are known). */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { dimMul } from '../../dim.ts';
import { printShape } from '../../shapes.ts';
import { takeByAxis } from '../../strided.ts';
import { ANY, tensorType } from '../../types.ts';

export const tile = defineComposite({
  name: 'tile',
  operands: { input: operand(ANY) },
  attributes: { repeats: attr.ints() },
  traits: ['pure', 'movement'],
  infer: ({ input }, { repeats }) => {
    const { shape } = input;
    if (repeats.length !== shape.length || repeats.some((count) => count < 0)) {
      fail(
        `repeats [${repeats.join(', ')}] do not fit ${printShape(shape)}`,
        `give ${shape.length} counts of 0 or more, one for each axis`,
      );
    }
    return tensorType(
      input.dtype,
      shape.map((dim, axis) => dimMul(dim, repeats[axis] ?? 1)),
    );
  },
  evaluate: ({ input }, { repeats }) =>
    takeByAxis(
      input,
      input.shape.map((size, axis) =>
        Array.from({ length: size * (repeats[axis] ?? 1) }, (_, index) => index % size),
      ),
    ),
  cost: () => ({ flops: 0 }),
  fold: (_, { repeats }) =>
    repeats.every((count) => count === 1) ? { operand: 'input' } : undefined,
  /** Each repeated axis is broadcast along a new axis before it, and both are joined. */
  decompose: (b, { input }, { repeats }) => {
    const m = arithmetic(b);
    const { shape } = input.type;
    const count = (axis: number): number => repeats[axis] ?? 1;
    const split = shape.flatMap((dim, axis) => (count(axis) === 1 ? [dim] : [1, dim]));
    const wide = shape.flatMap((dim, axis) => (count(axis) === 1 ? [dim] : [count(axis), dim]));
    const tiled = shape.map((dim, axis) => dimMul(dim, count(axis)));
    return m.reshape(m.broadcast(m.reshape(input, split), wide), tiled);
  },
  samples: [
    { operands: { input: { shape: [2, 3] } }, attributes: { repeats: [2, 2] }, tolerance: 0 },
    { operands: { input: { shape: [1, 4, 1] } }, attributes: { repeats: [3, 1, 2] }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [3], dtype: 'i32', range: [-9, 9] } },
      attributes: { repeats: [4] },
      tolerance: 0,
    },
  ],
});
