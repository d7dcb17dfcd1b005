/** Resizing and pooling, on values computed by hand or told by the format's own documents. */

import { f32 } from './operation-case.ts';
import type { OperationCase } from './operation-case.ts';

const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const SIXTEEN = Array.from({ length: 16 }, (_, at) => at);

export const imageCases: readonly OperationCase[] = [
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
];
