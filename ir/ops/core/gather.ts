/** Slices of the input along an axis, one for each index; negative indices count from the end (ONNX Gather-13). */

import { attr } from '../../attr.ts';
import { defineOp, operand } from '../../define.ts';
import { INDICES, readIndices } from '../../indices.ts';
import { normalizeAxis, splitAt } from '../../shapes.ts';
import { copyBlock } from '../../strided.ts';
import { allocate, rawElements } from '../../tensor.ts';
import { ANY, byteSize, tensorType } from '../../types.ts';

export const gather = defineOp({
  name: 'gather',
  operands: { input: operand(ANY), indices: operand(INDICES) },
  attributes: { axis: attr.int(0) },
  traits: ['pure', 'movement'],
  infer: ({ input, indices }, { axis }) => {
    const along = normalizeAxis(axis, input.shape.length);
    const { shape } = input;
    return tensorType(input.dtype, [
      ...shape.slice(0, along),
      ...indices.shape,
      ...shape.slice(along + 1),
    ]);
  },
  evaluate: ({ input, indices }, { axis }, [type]) => {
    const along = normalizeAxis(axis, input.shape.length);
    const { outer, size, inner } = splitAt(input.shape, along);
    const result = allocate(input.dtype, type?.shape ?? []);
    const from = rawElements(input);
    const to = rawElements(result);
    const picks = readIndices('gather', indices, size);
    for (let item = 0; item < outer; item++) {
      for (let index = 0; index < picks.length; index++) {
        const start = (item * size + (picks[index] ?? 0)) * inner;
        copyBlock(to, (item * picks.length + index) * inner, from, start, inner);
      }
    }
    return result;
  },
  cost: ({ indices }, _, [result]) => ({
    flops: 0,
    bytes: byteSize(indices) + (result === undefined ? 0 : 2 * byteSize(result)),
  }),
  onnx: [{ op: 'Gather', since: 1, attributes: { axis: 'axis' } }],
  samples: [
    {
      name: 'embedding',
      operands: {
        input: { shape: [7, 4], constant: true },
        indices: { shape: [2, 3], dtype: 'i64', range: [0, 7] },
      },
      tolerance: 0,
    },
    {
      name: 'negative indices',
      operands: {
        input: { shape: [2, 5, 3] },
        indices: { shape: [3], dtype: 'i64', values: [4, -1, -5] },
      },
      attributes: { axis: 1 },
      tolerance: 0,
    },
    {
      name: 'one index',
      operands: {
        input: { shape: [3, 4] },
        indices: { shape: [], dtype: 'i32', values: [2], constant: true },
      },
      attributes: { axis: -1 },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: {
        input: { shape: [6], dtype: 'i32', range: [-9, 9] },
        indices: { shape: [2, 2], dtype: 'i32', range: [0, 6] },
      },
      tolerance: 0,
    },
  ],
});
