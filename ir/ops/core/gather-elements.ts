/**
 * For each index the input element at its place, but with the index as coordinate along the axis:
 * result[i][j] = input[indices[i][j]][j] for axis 0 (ONNX GatherElements-13).
 */

import { attr } from '../../attr.ts';
import { defineOp, operand } from '../../define.ts';
import { INDICES, readIndices } from '../../indices.ts';
import { checkIndexShape, elementOffset } from '../../scatter.ts';
import { normalizeAxis } from '../../shapes.ts';
import { allocate, rawElements } from '../../tensor.ts';
import { ANY, byteSize, tensorType } from '../../types.ts';

export const gather_elements = defineOp({
  name: 'gather_elements',
  operands: { input: operand(ANY), indices: operand(INDICES) },
  attributes: { axis: attr.int(0) },
  traits: ['pure', 'movement'],
  infer: ({ input, indices }, { axis }) => {
    checkIndexShape(input.shape, indices.shape, normalizeAxis(axis, input.shape.length));
    return tensorType(input.dtype, indices.shape);
  },
  evaluate: ({ input, indices }, { axis }) => {
    const along = normalizeAxis(axis, input.shape.length);
    const picks = readIndices('gather_elements', indices, input.shape[along] ?? 1);
    const offset = elementOffset(input.shape, indices.shape, along);
    const result = allocate(input.dtype, indices.shape);
    const from = rawElements(input);
    const to = rawElements(result);
    for (let index = 0; index < to.length; index++) {
      to[index] = from[offset(index, picks[index] ?? 0)] ?? 0;
    }
    return result;
  },
  cost: ({ indices }, _, [result]) => ({
    flops: 0,
    bytes: byteSize(indices) + (result === undefined ? 0 : 2 * byteSize(result)),
  }),
  onnx: [{ op: 'GatherElements', since: 11, attributes: { axis: 'axis' } }],
  samples: [
    {
      operands: {
        input: { shape: [3, 4] },
        indices: { shape: [2, 4], dtype: 'i64', range: [0, 3] },
      },
      tolerance: 0,
    },
    {
      name: 'negative indices',
      operands: {
        input: { shape: [2, 3, 4] },
        indices: { shape: [2, 2, 3], dtype: 'i64', range: [-4, 4] },
      },
      attributes: { axis: -1 },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: {
        input: { shape: [5], dtype: 'i32', range: [-9, 9] },
        indices: { shape: [7], dtype: 'i32', range: [0, 5] },
      },
      tolerance: 0,
    },
  ],
});
