/**
 * The k greatest or smallest elements along an axis and their places, best first; of equal elements the
 * first comes first (ONNX TopK-11 with its k written out). Unsorted results may come in any order; here
 * they are sorted too.
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { normalizeAxis, splitAt } from '../../shapes.ts';
import { allocate, setElement } from '../../tensor.ts';
import type { Elements } from '../../tensor.ts';
import { NUMBERS, elementCount, tensorType } from '../../types.ts';

export const top_k = defineOp({
  name: 'top_k',
  operands: { input: operand(NUMBERS) },
  attributes: {
    k: attr.int(),
    axis: attr.int(),
    largest: attr.bool(true),
    sorted: attr.bool(true),
  },
  traits: ['pure'],
  results: ['values', 'indices'],
  infer: ({ input }, { k, axis }) => {
    const along = normalizeAxis(axis, input.shape.length);
    const size = input.shape[along];
    if (k < 0 || (typeof size === 'number' && k > size)) {
      fail(`there are no ${k} elements along axis ${along}`, 'k may be 0 to the size of the axis');
    }
    const shape = input.shape.map((dim, index) => (index === along ? k : dim));
    return [tensorType(input.dtype, shape), tensorType('i64', shape)];
  },
  evaluate: ({ input }, { k, axis, largest }, [type]) => {
    const shape = type?.shape ?? [];
    const values = allocate(input.dtype, shape);
    const indices = allocate('i64', shape);
    const { outer, size, inner } = splitAt(input.shape, normalizeAxis(axis, input.shape.length));
    const data: Elements = input.data;
    for (let row = 0; row < outer * inner; row++) {
      const column = row % inner;
      const block = (row - column) / inner;
      const at = (item: number) => data[(block * size + item) * inner + column] ?? 0;
      const order = Array.from({ length: size }, (_, item) => item).sort((i, j) => {
        const [x, y] = [at(i), at(j)];
        if (x === y) return i - j;
        return x > y === largest ? -1 : 1;
      });
      order.slice(0, k).forEach((item, place) => {
        const offset = (block * k + place) * inner + column;
        setElement(values, offset, at(item));
        setElement(indices, offset, item);
      });
    }
    return [values, indices];
  },
  cost: ({ input }, { k }) => ({
    flops: elementCount(input.shape) * Math.ceil(Math.log2(Math.max(2, k))),
  }),
  samples: [
    { operands: { input: { shape: [3, 6] } }, attributes: { k: 2, axis: 1 }, tolerance: 0 },
    {
      name: 'smallest',
      operands: { input: { shape: [2, 5, 3] } },
      attributes: { k: 3, axis: -2, largest: false },
      tolerance: 0,
    },
    {
      name: 'equal elements',
      operands: { input: { shape: [7], dtype: 'i32', values: [2, 5, 2, 5, 1, 5, 2] } },
      attributes: { k: 5, axis: 0 },
      tolerance: 0,
    },
  ],
});
