/**
 * The input with slices at coordinates replaced by updates, or combined with them: the last axis of
 * `indices` holds the coordinates of the first axes. Updates apply in order (ONNX ScatterND-18).
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { INDICES } from '../../indices.ts';
import { REDUCTIONS, applyUpdate, coordinateOffsets } from '../../scatter.ts';
import { printShape, sameDType, sizeAt } from '../../shapes.ts';
import { getElement, tensor } from '../../tensor.ts';
import { ANY, elementCount, shapeEquals, tensorType } from '../../types.ts';

export const scatter_nd = defineOp({
  name: 'scatter_nd',
  operands: { input: operand(ANY), indices: operand(INDICES), updates: operand(ANY) },
  attributes: { reduction: attr.oneOf(REDUCTIONS, 'none') },
  traits: ['pure'],
  infer: ({ input, indices, updates }) => {
    const dtype = sameDType([input, updates]);
    if (indices.shape.length === 0) fail('indices need rank 1 or more');
    const depth = sizeAt(indices.shape, indices.shape.length - 1);
    if (depth < 1 || depth > input.shape.length) {
      fail(
        `coordinates of ${depth} numbers do not fit ${printShape(input.shape)}`,
        `the last dim of indices may be 1 to ${input.shape.length}`,
      );
    }
    const expected = [...indices.shape.slice(0, -1), ...input.shape.slice(depth)];
    if (!shapeEquals(updates.shape, expected)) {
      fail(`updates must be ${printShape(expected)}, not ${printShape(updates.shape)}`);
    }
    return tensorType(dtype, input.shape);
  },
  evaluate: ({ input, indices, updates }, { reduction }) => {
    const result = tensor(input.dtype, input.shape, input.data.slice());
    const starts = coordinateOffsets('scatter_nd', input.shape, indices);
    const block = elementCount(input.shape.slice(indices.shape.at(-1) ?? 1));
    starts.forEach((start, index) => {
      for (let part = 0; part < block; part++) {
        const update = getElement(updates, index * block + part);
        applyUpdate(result, start + part, update, reduction);
      }
    });
    return result;
  },
  cost: ({ updates }, { reduction }) => ({
    flops: reduction === 'none' ? 0 : elementCount(updates.shape),
  }),
  onnx: [{ op: 'ScatterND', since: 11, attributes: { reduction: 'reduction' } }],
  samples: [
    {
      operands: {
        input: { shape: [4, 3] },
        indices: { shape: [2, 1], dtype: 'i64', values: [2, 0] },
        updates: { shape: [2, 3] },
      },
      tolerance: 0,
    },
    {
      name: 'elements',
      operands: {
        input: { shape: [2, 3, 2] },
        indices: { shape: [3, 3], dtype: 'i64', values: [0, 2, 1, 1, -1, 0, 1, 0, -1] },
        updates: { shape: [3] },
      },
      tolerance: 0,
    },
    {
      name: 'sums of repeated indices',
      operands: {
        input: { shape: [5] },
        indices: { shape: [4, 1], dtype: 'i64', values: [1, 3, 1, 1] },
        updates: { shape: [4] },
      },
      attributes: { reduction: 'add' },
    },
    {
      name: 'maxima',
      operands: {
        input: { shape: [3, 2] },
        indices: { shape: [2, 1], dtype: 'i64', values: [1, 1] },
        updates: { shape: [2, 2] },
      },
      attributes: { reduction: 'max' },
      tolerance: 0,
    },
  ],
});
