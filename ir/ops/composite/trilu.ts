/**
 * The upper or lower triangle of matrices, zero elsewhere: columns j >= i + k, or j <= i + k, of row i
 * (ONNX Trilu-14 once its k is known).
 */

import { arithmetic, iota } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { dimAt, printShape } from '../../shapes.ts';
import { takeElements } from '../../tensor.ts';
import { ANY } from '../../types.ts';

export const trilu = defineComposite({
  name: 'trilu',
  operands: { input: operand(ANY) },
  attributes: { k: attr.int(0), upper: attr.bool(true) },
  traits: ['pure'],
  infer: ({ input }) => {
    const { shape } = input;
    if (shape.length < 2) fail(`the input must have rank 2 or more, not ${printShape(shape)}`);
    return input;
  },
  evaluate: ({ input }, { k, upper }) => {
    const rows = input.shape.at(-2) ?? 1;
    const columns = input.shape.at(-1) ?? 1;
    return takeElements(input, input.shape, (index) => {
      const column = index % columns;
      const diagonal = (Math.floor(index / columns) % rows) + k;
      return (upper ? column >= diagonal : column <= diagonal) ? index : -1;
    });
  },
  cost: () => ({ flops: 0 }),
  decompose: (b, { input }, { k, upper }) => {
    const m = arithmetic(b);
    const { shape } = input.type;
    const rows = dimAt(shape, shape.length - 2);
    const columns = iota(m, dimAt(shape, shape.length - 1), 'i32');
    const diagonal = m.add(m.reshape(iota(m, rows, 'i32'), [rows, 1]), k);
    const kept = upper ? m.lessOrEqual(diagonal, columns) : m.lessOrEqual(columns, diagonal);
    return m.where(kept, input, 0);
  },
  samples: [
    { operands: { input: { shape: [4, 5] } }, tolerance: 0 },
    { operands: { input: { shape: [2, 3, 3] } }, attributes: { upper: false }, tolerance: 0 },
    { operands: { input: { shape: [5, 3] } }, attributes: { k: -1 }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [3, 4], dtype: 'i32', range: [1, 9] } },
      attributes: { k: 1, upper: false },
      tolerance: 0,
    },
  ],
});
