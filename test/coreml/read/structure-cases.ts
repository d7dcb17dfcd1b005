/** Operations that move, cut and join tensors, on values computed by hand. */

import { f32, i32 } from './operation-case.ts';
import type { OperationCase } from './operation-case.ts';

const SIX = [1, 2, 3, 4, 5, 6];
const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];
const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];

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
];
