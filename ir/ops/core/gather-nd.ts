/**
 * Slices of the input at coordinates: the last axis of `indices` holds the coordinates of the first axes
 * after the `batch_dims` leading ones that both share (ONNX GatherND-13).
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimEquals } from '../../dim.ts';
import { INDICES } from '../../indices.ts';
import { coordinateOffsets } from '../../scatter.ts';
import { dimAt, printShape, sizeAt } from '../../shapes.ts';
import { copyBlock } from '../../strided.ts';
import { allocate, rawElements } from '../../tensor.ts';
import { ANY, byteSize, elementCount, tensorType } from '../../types.ts';

export const gather_nd = defineOp({
  name: 'gather_nd',
  operands: { input: operand(ANY), indices: operand(INDICES) },
  attributes: { batch_dims: attr.int(0) },
  traits: ['pure', 'movement'],
  infer: ({ input, indices }, { batch_dims }) => {
    const rank = indices.shape.length;
    if (batch_dims < 0 || batch_dims >= Math.min(rank, input.shape.length)) {
      fail(`batch_dims ${batch_dims} must be less than the rank of input and indices`);
    }
    for (let axis = 0; axis < batch_dims; axis++) {
      if (!dimEquals(dimAt(input.shape, axis), dimAt(indices.shape, axis))) {
        fail(`${printShape(input.shape)} and ${printShape(indices.shape)} differ in a batch dim`);
      }
    }
    const depth = sizeAt(indices.shape, rank - 1);
    if (depth < 1 || batch_dims + depth > input.shape.length) {
      fail(
        `coordinates of ${depth} numbers do not fit ${printShape(input.shape)}`,
        `the last dim of indices may be 1 to ${input.shape.length - batch_dims}`,
      );
    }
    return tensorType(input.dtype, [
      ...indices.shape.slice(0, -1),
      ...input.shape.slice(batch_dims + depth),
    ]);
  },
  evaluate: ({ input, indices }, { batch_dims }, [type]) => {
    const result = allocate(input.dtype, type?.shape ?? []);
    const from = rawElements(input);
    const to = rawElements(result);
    const starts = coordinateOffsets('gather_nd', input.shape, indices, batch_dims);
    const depth = indices.shape.at(-1) ?? 1;
    const block = elementCount(input.shape.slice(batch_dims + depth));
    starts.forEach((start, index) => copyBlock(to, index * block, from, start, block));
    return result;
  },
  cost: ({ indices }, _, [result]) => ({
    flops: 0,
    bytes: byteSize(indices) + (result === undefined ? 0 : 2 * byteSize(result)),
  }),
  onnx: [{ op: 'GatherND', since: 11, attributes: { batch_dims: 'batch_dims' } }],
  samples: [
    {
      operands: {
        input: { shape: [3, 4] },
        indices: { shape: [2, 2], dtype: 'i64', values: [2, 3, 0, -1] },
      },
      tolerance: 0,
    },
    {
      name: 'slices',
      operands: {
        input: { shape: [4, 2, 3] },
        indices: { shape: [2, 3, 1], dtype: 'i64', range: [0, 4] },
      },
      tolerance: 0,
    },
    {
      name: 'batch',
      operands: {
        input: { shape: [2, 3, 4] },
        indices: { shape: [2, 5, 1], dtype: 'i64', range: [0, 3] },
      },
      attributes: { batch_dims: 1 },
      tolerance: 0,
    },
  ],
});
