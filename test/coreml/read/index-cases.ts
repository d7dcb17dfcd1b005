/** Operations by indices, orders and sizes, on values computed by hand. */

import { f32, i32, t } from './operation-case.ts';
import type { OperationCase } from './operation-case.ts';

const SIX = [1, 2, 3, 4, 5, 6];
const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];

export const indexCases: readonly OperationCase[] = [
  {
    op: 'gather',
    opset: 'CoreML5',
    title: 'with an index from the back',
    inputs: { x: [f32(3, 2), SIX], indices: [i32(2), [-1, 0]] },
    constants: (p) => ({ axis: p.number('int32', 0) }),
    outputs: [[f32(2, 2), [5, 6, 1, 2]]],
  },
  {
    op: 'gather',
    opset: 'CoreML7',
    title: 'along the last axis, for each of the batch',
    inputs: { x: [f32(2, 3), SIX], indices: [i32(2, 2), [0, 2, 1, 1]] },
    constants: (p) => ({
      axis: p.number('int32', 1),
      batch_dims: p.number('int32', 1),
      validate_indices: p.flag(false),
    }),
    outputs: [[f32(2, 2), [1, 3, 5, 5]]],
  },
  {
    op: 'gather_along_axis',
    inputs: { x: [f32(2, 3), SIX], indices: [i32(2, 2), [2, 0, 1, 1]] },
    constants: (p) => ({ axis: p.number('int32', 1) }),
    outputs: [[f32(2, 2), [3, 1, 5, 5]]],
  },
  {
    op: 'gather_nd',
    inputs: { x: [f32(2, 3), SIX], indices: [i32(2, 2), [1, 2, 0, 1]] },
    constants: (p) => ({ batch_dims: p.number('int32', 0) }),
    outputs: [[f32(2), [6, 2]]],
  },
  {
    op: 'scatter_nd',
    inputs: {
      data: [f32(3, 2), SIX],
      indices: [i32(2, 1), [2, 2]],
      updates: [f32(2, 2), [10, 20, 30, 40]],
    },
    constants: (p) => ({ mode: p.text('add') }),
    outputs: [[f32(3, 2), [1, 2, 3, 4, 45, 66]]],
  },
  {
    op: 'band_part',
    inputs: { x: [f32(3, 3), NINE] },
    constants: (p) => ({ lower: p.number('int32', 0), upper: p.number('int32', 1) }),
    outputs: [[f32(3, 3), [1, 2, 0, 0, 5, 6, 0, 0, 9]]],
  },
  {
    op: 'cumsum',
    inputs: { x: [f32(2, 3), SIX] },
    constants: (p) => ({
      axis: p.number('int32', 1),
      exclusive: p.flag(true),
      reverse: p.flag(true),
    }),
    outputs: [[f32(2, 3), [5, 3, 0, 11, 6, 0]]],
  },
  {
    op: 'topk',
    inputs: { x: [f32(2, 3), [1, 4, 2, 6, 5, 5]] },
    constants: (p) => ({
      k: p.number('int32', 2),
      axis: p.number('int32', -1),
      ascending: p.flag(false),
      sort: p.flag(true),
      return_indices: p.flag(true),
    }),
    outputs: [
      [f32(2, 2), [4, 2, 6, 5]],
      [i32(2, 2), [1, 2, 0, 1]],
    ],
  },
  {
    op: 'argsort',
    inputs: { x: [f32(3), [3, 1, 2]] },
    constants: (p) => ({ axis: p.number('int32', 0), ascending: p.flag(true) }),
    outputs: [[i32(3), [1, 2, 0]]],
  },
  {
    op: 'non_zero',
    constants: (p) => ({ x: p.constant(f32(2, 2), [0, 3, 4, 0]) }),
    outputs: [[i32(2, 2), [0, 1, 1, 0]]],
  },
  {
    op: 'fill',
    constants: (p) => ({ shape: p.ints(2, 1), value: p.number('fp32', 2.5) }),
    outputs: [[f32(2, 1), [2.5, 2.5]]],
  },
  {
    op: 'fill_like',
    inputs: { ref_tensor: [f32(1, 2), [1, 2]] },
    constants: (p) => ({ value: p.number('int32', 7) }),
    outputs: [[i32(1, 2), [7, 7]]],
  },
  {
    op: 'range_1d',
    constants: (p) => ({
      start: p.number('fp32', 1),
      end: p.number('fp32', 2.1),
      step: p.number('fp32', 0.5),
    }),
    outputs: [[f32(3), [1, 1.5, 2]]],
  },
  {
    op: 'one_hot',
    inputs: { indices: [i32(2), [2, 0]] },
    constants: (p) => ({
      one_hot_vector_size: p.number('int32', 3),
      axis: p.number('int32', 0),
      on_value: p.number('fp32', 5),
      off_value: p.number('fp32', -1),
    }),
    outputs: [[f32(3, 2), [-1, 5, -1, -1, 5, -1]]],
  },
  {
    op: 'gather',
    opset: 'CoreML7',
    title: 'of small integers',
    inputs: { x: [t('int8', 3), [1, -2, 3]], indices: [t('uint8', 2), [2, 1]] },
    constants: (p) => ({
      axis: p.number('int32', 0),
      batch_dims: p.number('int32', 0),
      validate_indices: p.flag(true),
    }),
    outputs: [[t('int8', 2), [3, -2]]],
  },
];
