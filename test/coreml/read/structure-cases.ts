/** Operations that move, cut, join, gather, resize and make elements, on values computed by hand. */

import { f32, i32, t } from './operation-case.ts';
import type { OperationCase } from './operation-case.ts';

const SIX = [1, 2, 3, 4, 5, 6];
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];
const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SIXTEEN = Array.from({ length: 16 }, (_, at) => at);

export const structureCases: readonly OperationCase[] = [
  {
    op: 'reshape',
    inputs: { x: [f32(2, 3), SIX] },
    constants: (p) => ({ shape: p.ints(3, -1) }),
    outputs: [[f32(3, 2), SIX]],
  },
  {
    op: 'reshape',
    title: 'with zero for the own dim',
    inputs: { x: [f32(2, 3), SIX] },
    constants: (p) => ({ shape: p.ints(0, -1) }),
    outputs: [[f32(2, 3), SIX]],
  },
  {
    op: 'transpose',
    inputs: { x: [f32(1, 2, 3), SIX] },
    constants: (p) => ({ perm: p.ints(2, 0, -2) }),
    outputs: [[f32(3, 1, 2), [1, 4, 2, 5, 3, 6]]],
  },
  {
    op: 'expand_dims',
    inputs: { x: [f32(2, 3), SIX] },
    constants: (p) => ({ axes: p.ints(0, -1) }),
    outputs: [[f32(1, 2, 3, 1), SIX]],
  },
  {
    op: 'squeeze',
    inputs: { x: [f32(1, 2, 1, 3), SIX] },
    constants: (p) => ({ axes: p.ints(0, 2) }),
    outputs: [[f32(2, 3), SIX]],
  },
  {
    op: 'reverse',
    inputs: { x: [f32(2, 3), SIX] },
    constants: (p) => ({ axes: p.ints(1) }),
    outputs: [[f32(2, 3), [3, 2, 1, 6, 5, 4]]],
  },
  {
    op: 'tile',
    inputs: { x: [f32(1, 2), [1, 2]] },
    constants: (p) => ({ reps: p.ints(2, 2) }),
    outputs: [[f32(2, 4), [1, 2, 1, 2, 1, 2, 1, 2]]],
  },
  { op: 'identity', inputs: { x: [f32(2), [1, 2]] }, outputs: [[f32(2), [1, 2]]] },
  { op: 'shape', inputs: { x: [f32(2, 3), SIX] }, outputs: [[i32(2), [2, 3]]] },
  {
    op: 'pixel_shuffle',
    inputs: { x: [f32(1, 4, 1, 2), EIGHT] },
    constants: (p) => ({ upscale_factor: p.number('int32', 2) }),
    outputs: [[f32(1, 1, 2, 4), [1, 3, 2, 4, 5, 7, 6, 8]]],
  },
  {
    op: 'pixel_unshuffle',
    inputs: { x: [f32(1, 1, 2, 4), [1, 3, 2, 4, 5, 7, 6, 8]] },
    constants: (p) => ({ downscale_factor: p.number('uint32', 2) }),
    outputs: [[f32(1, 4, 1, 2), EIGHT]],
  },
  {
    op: 'depth_to_space',
    title: 'with the place in the block before the depth',
    inputs: { x: [f32(1, 8, 1, 1), EIGHT] },
    constants: (p) => ({ block_size: p.number('int32', 2) }),
    outputs: [[f32(1, 2, 2, 2), [1, 3, 5, 7, 2, 4, 6, 8]]],
  },
  {
    op: 'space_to_depth',
    inputs: { x: [f32(1, 2, 2, 2), [1, 3, 5, 7, 2, 4, 6, 8]] },
    constants: (p) => ({ block_size: p.number('int32', 2) }),
    outputs: [[f32(1, 8, 1, 1), EIGHT]],
  },
  {
    op: 'concat',
    inputs: { a: [f32(2, 1), [1, 2]], b: [f32(2, 2), [3, 4, 5, 6]] },
    joined: true,
    constants: (p) => ({
      values: ['a', 'b'],
      axis: p.number('int32', -1),
      interleave: p.flag(false),
    }),
    outputs: [[f32(2, 3), [1, 3, 4, 2, 5, 6]]],
  },
  {
    op: 'concat',
    title: 'in turns',
    inputs: { a: [f32(2, 2), [1, 2, 3, 4]], b: [f32(2, 2), [5, 6, 7, 8]] },
    joined: true,
    constants: (p) => ({
      values: ['a', 'b'],
      axis: p.number('int32', 0),
      interleave: p.flag(true),
    }),
    outputs: [[f32(4, 2), [1, 2, 5, 6, 3, 4, 7, 8]]],
  },
  {
    op: 'stack',
    inputs: { a: [f32(2), [1, 2]], b: [f32(2), [3, 4]] },
    joined: true,
    constants: (p) => ({ values: ['a', 'b'], axis: p.number('int32', 1) }),
    outputs: [[f32(2, 2), [1, 3, 2, 4]]],
  },
  {
    op: 'split',
    inputs: { x: [f32(2, 3), SIX] },
    constants: (p) => ({ split_sizes: p.ints(1, 2), axis: p.number('int32', 1) }),
    outputs: [
      [f32(2, 1), [1, 4]],
      [f32(2, 2), [2, 3, 5, 6]],
    ],
  },
  {
    op: 'split',
    title: 'into equal parts',
    inputs: { x: [f32(2, 2), [1, 2, 3, 4]] },
    constants: (p) => ({ num_splits: p.number('int32', 2), axis: p.number('int32', 0) }),
    outputs: [
      [f32(1, 2), [1, 2]],
      [f32(1, 2), [3, 4]],
    ],
  },
  {
    op: 'slice_by_index',
    inputs: { x: [f32(3, 3), NINE] },
    constants: (p) => ({
      begin: p.ints(-2, 0),
      end: p.ints(0, 3),
      stride: p.ints(1, 2),
      begin_mask: p.flags(false, true),
      end_mask: p.flags(true, false),
      squeeze_mask: p.flags(false, false),
    }),
    outputs: [[f32(2, 2), [4, 6, 7, 9]]],
  },
  {
    op: 'slice_by_index',
    title: 'of one row, backwards',
    inputs: { x: [f32(3, 3), NINE] },
    constants: (p) => ({
      begin: p.ints(1, 0),
      end: p.ints(2, 0),
      stride: p.ints(1, -1),
      begin_mask: p.flags(false, true),
      end_mask: p.flags(false, true),
      squeeze_mask: p.flags(true, false),
    }),
    outputs: [[f32(3), [6, 5, 4]]],
  },
  {
    op: 'slice_by_size',
    inputs: { x: [f32(3, 3), NINE] },
    constants: (p) => ({ begin: p.ints(1, 0), size: p.ints(-1, 2) }),
    outputs: [[f32(2, 2), [4, 5, 7, 8]]],
  },
  {
    op: 'slice_update',
    opset: 'CoreML8',
    inputs: { x: [f32(3, 3), NINE], update: [f32(2, 1), [-1, -2]] },
    constants: (p) => ({ begin: p.ints(1, 2), end: p.ints(3, 3) }),
    outputs: [[f32(3, 3), [1, 2, 3, 4, 5, -1, 7, 8, -2]]],
  },
  {
    op: 'pad',
    title: 'of the last axes in their order',
    inputs: { x: [f32(1, 2, 2), [1, 2, 3, 4]] },
    constants: (p) => ({
      pad: p.ints(0, 1, 2, 0),
      mode: p.text('constant'),
      constant_val: p.number('fp32', 9),
    }),
    outputs: [[f32(1, 3, 4), [9, 9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9]]],
  },
  {
    op: 'pad',
    title: 'by reflection',
    inputs: { x: [f32(1, 3), [1, 2, 3]] },
    constants: (p) => ({
      pad: p.ints(2, 1),
      mode: p.text('reflect'),
      constant_val: p.number('fp32', 0),
    }),
    outputs: [[f32(1, 6), [3, 2, 1, 2, 3, 2]]],
  },
  {
    op: 'pad',
    title: 'by repeating the border',
    inputs: { x: [f32(1, 3), [1, 2, 3]] },
    constants: (p) => ({
      pad: p.ints(2, 1),
      mode: p.text('replicate'),
      constant_val: p.number('fp32', 0),
    }),
    outputs: [[f32(1, 6), [1, 1, 1, 2, 3, 3]]],
  },
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
    op: 'upsample_nearest_neighbor',
    inputs: { x: [f32(1, 1, 2), [1, 2]] },
    constants: (p) => ({
      scale_factor_height: p.number('fp32', 2),
      scale_factor_width: p.number('fp32', 2),
    }),
    outputs: [[f32(1, 2, 4), [1, 1, 2, 2, 1, 1, 2, 2]]],
  },
  // The rows of 1 and 2 at three times the width: what devices were seen to give.
  ...(
    [
      [true, false, [1, 1.2, 1.4, 1.6, 1.8, 2]],
      [false, true, [1, 1, 1.3333333, 1.6666667, 2, 2]],
      [false, false, [1, 1.3333333, 1.6666667, 2, 2, 2]],
    ] as const
  ).map(([corners, centers, row]): OperationCase => ({
    op: 'upsample_bilinear',
    title: `corners ${corners}, centers ${centers}`,
    inputs: { x: [f32(1, 1, 1, 2), [1, 2]] },
    constants: (p) => ({
      scale_factor_height: p.number('int32', 2),
      scale_factor_width: p.number('int32', 3),
      align_corners: p.flag(corners),
      half_pixel_centers: p.flag(centers),
    }),
    outputs: [[f32(1, 1, 2, 6), [...row, ...row]]],
  })),
  // The grid points of an input of 0 and 1, which bilinear resizing gives back.
  ...(
    [
      ['UNALIGN_CORNERS', [0, 0.1, 0.5, 0.9, 1]],
      ['STRICT_ALIGN_CORNERS', [0, 0.25, 0.5, 0.75, 1]],
      ['ALIGN_CORNERS', [0, 0.25, 0.5, 0.75, 1]],
      ['DEFAULT', [0, 0.4, 0.8, 1, 1]],
      ['OFFSET_CORNERS', [0.1, 0.3, 0.5, 0.7, 0.9]],
    ] as const
  ).map(([mode, points]): OperationCase => ({
    op: 'resize_bilinear',
    title: mode,
    inputs: { x: [f32(1, 1, 2), [0, 1]] },
    constants: (p) => ({
      target_size_height: p.number('int32', 1),
      target_size_width: p.number('int32', 5),
      sampling_mode: p.text(mode),
    }),
    outputs: [[f32(1, 1, 5), points]],
  })),
  {
    op: 'resize_bilinear',
    title: 'to one place between two',
    inputs: { x: [f32(1, 1, 2), [0, 1]] },
    constants: (p) => ({
      target_size_height: p.number('int32', 1),
      target_size_width: p.number('int32', 1),
      sampling_mode: p.text('ALIGN_CORNERS'),
    }),
    outputs: [[f32(1, 1, 1), [0.5]]],
  },
  {
    op: 'resize',
    opset: 'CoreML7',
    title: 'to the nearest by rounding',
    inputs: { x: [f32(1, 1, 2, 1), [-6, 9]] },
    constants: (p) => ({
      shape: p.ints(1, 1, 3, 2),
      resized_dims: p.number('uint32', 2),
      interpolation_mode: p.text('NEAREST_NEIGHBOR'),
      sampling_mode: p.text('DEFAULT'),
    }),
    outputs: [[f32(1, 1, 3, 2), [-6, -6, 9, 9, 9, 9]]],
  },
  {
    op: 'resize',
    opset: 'CoreML7',
    title: 'with zero for the own dim',
    inputs: { x: [f32(1, 1, 2), [0, 1]] },
    constants: (p) => ({
      shape: p.ints(0, 5),
      resized_dims: p.number('uint32', 2),
      interpolation_mode: p.text('LINEAR'),
      sampling_mode: p.text('DEFAULT'),
    }),
    outputs: [[f32(1, 1, 5), [0, 0.4, 0.8, 1, 1]]],
  },
  {
    op: 'resize_nearest_neighbor',
    inputs: { x: [f32(1, 2, 1), [1, 2]] },
    constants: (p) => ({
      target_size_height: p.number('int32', 4),
      target_size_width: p.number('int32', 1),
    }),
    outputs: [[f32(1, 4, 1), [1, 1, 2, 2]]],
  },
  {
    op: 'avg_pool',
    title: 'with the padding counted',
    inputs: { x: [f32(1, 1, 3, 3), NINE] },
    constants: (p) => ({
      kernel_sizes: p.ints(2, 2),
      strides: p.ints(2, 2),
      pad_type: p.text('custom'),
      pad: p.ints(1, 0, 1, 0),
      ceil_mode: p.flag(false),
      exclude_padding_from_average: p.flag(false),
    }),
    outputs: [[f32(1, 1, 2, 2), [0.25, 1.25, 2.75, 7]]],
  },
  {
    op: 'avg_pool',
    title: 'without the padding',
    inputs: { x: [f32(1, 1, 3, 3), NINE] },
    constants: (p) => ({
      kernel_sizes: p.ints(2, 2),
      strides: p.ints(2, 2),
      pad_type: p.text('custom'),
      pad: p.ints(1, 0, 1, 0),
      ceil_mode: p.flag(false),
      exclude_padding_from_average: p.flag(true),
    }),
    outputs: [[f32(1, 1, 2, 2), [1, 2.5, 5.5, 7]]],
  },
  {
    op: 'max_pool',
    title: 'in ceil mode',
    inputs: { x: [f32(1, 1, 1, 5), [5, 1, 4, 2, 3]] },
    constants: (p) => ({
      kernel_sizes: p.ints(1, 2),
      strides: p.ints(1, 2),
      pad_type: p.text('valid'),
      pad: p.ints(0, 0, 0, 0),
      ceil_mode: p.flag(true),
    }),
    outputs: [[f32(1, 1, 1, 3), [5, 4, 3]]],
  },
  {
    op: 'l2_pool',
    inputs: { x: [f32(1, 1, 4), [3, 4, 6, 8]] },
    constants: (p) => ({
      kernel_sizes: p.ints(2),
      strides: p.ints(2),
      pad_type: p.text('valid'),
      pad: p.ints(0, 0),
      ceil_mode: p.flag(false),
    }),
    outputs: [[f32(1, 1, 2), [5, 10]]],
  },
  {
    op: 'max_pool',
    title: 'of the same size',
    inputs: { x: [f32(1, 1, 4, 4), SIXTEEN] },
    constants: (p) => ({
      kernel_sizes: p.ints(2, 2),
      strides: p.ints(1, 1),
      pad_type: p.text('same'),
      pad: p.ints(0, 0, 0, 0),
      ceil_mode: p.flag(false),
    }),
    outputs: [[f32(1, 1, 4, 4), [5, 6, 7, 7, 9, 10, 11, 11, 13, 14, 15, 15, 13, 14, 15, 15]]],
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
