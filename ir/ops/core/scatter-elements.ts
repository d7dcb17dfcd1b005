/**
 * The input with the element at each index's place, but with the index as coordinate along the axis,
 * replaced by the update there or combined with it. Updates apply in order (ONNX ScatterElements-18).
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { INDICES, readIndices } from '../../indices.ts';
import { REDUCTIONS, applyUpdate, checkIndexShape, elementOffset } from '../../scatter.ts';
import { normalizeAxis, printShape, sameDType } from '../../shapes.ts';
import { getElement, tensor } from '../../tensor.ts';
import { ANY, elementCount, shapeEquals, tensorType } from '../../types.ts';

export const scatter_elements = defineOp({
  name: 'scatter_elements',
  operands: { input: operand(ANY), indices: operand(INDICES), updates: operand(ANY) },
  attributes: { axis: attr.int(0), reduction: attr.oneOf(REDUCTIONS, 'none') },
  traits: ['pure'],
  infer: ({ input, indices, updates }, { axis }) => {
    const dtype = sameDType([input, updates]);
    checkIndexShape(input.shape, indices.shape, normalizeAxis(axis, input.shape.length));
    if (!shapeEquals(updates.shape, indices.shape)) {
      fail(
        `updates ${printShape(updates.shape)} must have the shape of indices, ${printShape(indices.shape)}`,
      );
    }
    return tensorType(dtype, input.shape);
  },
  evaluate: ({ input, indices, updates }, { axis, reduction }) => {
    const along = normalizeAxis(axis, input.shape.length);
    const picks = readIndices('scatter_elements', indices, input.shape[along] ?? 1);
    const offset = elementOffset(input.shape, indices.shape, along);
    const result = tensor(input.dtype, input.shape, input.data.slice());
    picks.forEach((pick, index) => {
      applyUpdate(result, offset(index, pick), getElement(updates, index), reduction);
    });
    return result;
  },
  cost: ({ updates }, { reduction }) => ({
    flops: reduction === 'none' ? 0 : elementCount(updates.shape),
  }),
  onnx: [
    { op: 'ScatterElements', since: 11, attributes: { axis: 'axis', reduction: 'reduction' } },
    { op: 'Scatter', since: 9, until: 10, attributes: { axis: 'axis' } },
  ],
  samples: [
    {
      operands: {
        input: { shape: [3, 4] },
        indices: { shape: [1, 3], dtype: 'i64', values: [2, 0, -2] },
        updates: { shape: [1, 3] },
      },
      tolerance: 0,
    },
    {
      operands: {
        input: { shape: [2, 5] },
        indices: { shape: [2, 2], dtype: 'i64', values: [1, 3, 0, 4] },
        updates: { shape: [2, 2] },
      },
      attributes: { axis: 1 },
      tolerance: 0,
    },
    {
      name: 'sums of repeated indices',
      operands: {
        input: { shape: [4] },
        indices: { shape: [3], dtype: 'i64', values: [2, 2, 0] },
        updates: { shape: [3] },
      },
      attributes: { reduction: 'add' },
    },
    {
      name: 'products',
      operands: {
        input: { shape: [4] },
        indices: { shape: [3], dtype: 'i64', values: [2, 2, 0] },
        updates: { shape: [3] },
      },
      attributes: { reduction: 'mul' },
    },
  ],
});
