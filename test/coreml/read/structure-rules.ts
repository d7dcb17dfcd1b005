/** Rules of operations that change shapes and orders, and of parameters. */

import { IMAGE, axis, weight } from './broken-rule.ts';
import type { BrokenRule } from './broken-rule.ts';
import type { TestPackage } from '../../support/mil-package.ts';
import { f32, i32 } from './operation-case.ts';

export const structureRules: readonly BrokenRule[] = [
  {
    op: 'softmax',
    given: (p) => ({ x: 'x', axis: p.ints(-1) }),
    output: IMAGE,
    words: 'axis has rank 1, it is a scalar',
  },
  {
    op: 'expand_dims',
    given: (p) => ({ x: 'x', axes: axis(p, 0) }),
    output: f32(1, 1, 4, 3, 3),
    words: 'axes has rank 0, it is a vector',
  },
  { op: 'softmax', given: (p) => ({ x: 'x', axis: axis(p, 4) }), output: IMAGE, words: 'no axis' },
  ...['instance_norm', 'l2_norm', 'rsqrt', 'log', 'inverse'].map((op) => ({
    op,
    given: (p: TestPackage) => ({ x: 'x', epsilon: p.constant(f32(1), [0.5]) }),
    output: IMAGE,
    words: 'epsilon has rank 1, it is a scalar',
  })),
  {
    op: 'band_part',
    given: (p) => ({ x: 'x', lower: p.ints(1), upper: axis(p, 0) }),
    output: IMAGE,
    words: 'lower has rank 1, it is a scalar',
  },
  {
    op: 'pad',
    given: (p) => ({
      x: 'x',
      pad: p.ints(0, 0),
      mode: p.text('constant'),
      constant_val: p.constant(f32(1), [0.5]),
    }),
    output: IMAGE,
    words: 'constant_val has rank 1, it is a scalar',
  },
  {
    op: 'leaky_relu',
    given: (p) => ({ x: 'x', alpha: p.constant(f32(1), [0.5]) }),
    output: IMAGE,
    words: 'alpha has rank 1, it is a scalar',
  },
  {
    op: 'gelu',
    given: (p) => ({ x: 'x', mode: p.text('exact') }),
    output: IMAGE,
    words: 'mode is "exact"',
  },
  {
    op: 'clip',
    given: (p) => ({ x: 'x', alpha: p.number('fp32', 2), beta: p.number('fp32', 1) }),
    output: IMAGE,
    words: 'not below',
  },
  {
    op: 'cast',
    given: (p) => ({ x: 'x', dtype: p.text('int64') }),
    output: IMAGE,
    words: '"int64"',
  },
  {
    op: 'add',
    given: (p) => ({ x: 'x', y: weight(p, 2) }),
    output: IMAGE,
    words: 'do not broadcast',
  },
  {
    op: 'reshape',
    given: (p) => ({ x: 'x', shape: p.ints(5, -1) }),
    output: f32(5, 7),
    words: 'do not divide',
  },
  {
    op: 'reshape',
    given: (p) => ({ x: 'x', shape: p.ints(-1, -1) }),
    output: f32(6, 6),
    words: '-1 twice',
  },
  {
    op: 'reshape',
    given: (p) => ({ x: 'x', shape: p.ints(35) }),
    output: f32(35),
    words: '36 elements',
  },
  {
    op: 'transpose',
    given: (p) => ({ x: 'x', perm: p.ints(0, 1, 2, 2) }),
    output: IMAGE,
    words: 'repeats an axis',
  },
  {
    op: 'squeeze',
    given: (p) => ({ x: 'x', axes: p.ints(1) }),
    output: f32(1, 3, 3),
    words: 'has size 4, not 1',
  },
  {
    op: 'concat',
    given: (p) => ({
      values: ['x', weight(p, 1, 4, 2, 3)],
      axis: axis(p, 1),
      interleave: p.flag(false),
    }),
    output: f32(1, 8, 3, 3),
    words: 'do not join',
  },
  {
    op: 'split',
    given: (p) => ({ x: 'x', split_sizes: p.ints(1, 2), axis: axis(p, 1) }),
    output: f32(1, 1, 3, 3),
    words: 'sum to 3',
  },
  {
    op: 'split',
    given: (p) => ({ x: 'x', num_splits: axis(p, 3), axis: axis(p, 1) }),
    output: f32(1, 1, 3, 3),
    words: 'does not divide into 3',
  },
  {
    op: 'slice_by_index',
    given: (p) => ({ x: 'x', begin: p.ints(0, 2, 0, 0), end: p.ints(1, 2, 3, 3) }),
    output: f32(1, 1, 3, 3),
    words: 'is empty',
  },
  {
    op: 'slice_by_index',
    given: (p) => ({ x: 'x', begin: p.ints(0), end: p.ints(1) }),
    output: IMAGE,
    words: 'for rank 4',
  },
  {
    op: 'slice_by_size',
    given: (p) => ({ x: 'x', begin: p.ints(0, 0, 0, 1), size: p.ints(1, 4, 3, 3) }),
    output: IMAGE,
    words: 'leave axis 3',
  },
  {
    op: 'pad',
    given: (p) => ({
      x: 'x',
      pad: p.ints(3, 0),
      mode: p.text('reflect'),
      constant_val: p.number('fp32', 0),
    }),
    output: f32(1, 4, 3, 6),
    words: 'is over 2',
  },
  {
    op: 'tile',
    given: (p) => ({ x: 'x', reps: p.ints(2) }),
    output: IMAGE,
    words: 'reps has 1 numbers',
  },
  {
    op: 'gather',
    given: (p) => ({
      x: 'x',
      indices: p.ints(4),
      axis: axis(p, 1),
      batch_dims: axis(p, 0),
    }),
    output: f32(1, 1, 3, 3),
    words: 'index 4 is outside',
  },
  {
    op: 'gather',
    opset: 'CoreML7',
    given: (p) => ({
      x: 'x',
      indices: p.ints(-1),
      axis: axis(p, 1),
      batch_dims: axis(p, 0),
      validate_indices: p.flag(false),
    }),
    output: f32(1, 1, 3, 3),
    words: 'index -1 is outside',
  },
  {
    op: 'gather_nd',
    given: (p) => ({
      x: 'x',
      indices: p.constant(i32(1, 5), [0, 0, 0, 0, 0]),
      batch_dims: axis(p, 0),
    }),
    output: f32(1),
    words: 'names 5 axes',
  },
  {
    op: 'topk',
    given: (p) => ({
      x: 'x',
      k: axis(p, 4),
      axis: axis(p, 2),
      ascending: p.flag(false),
      sort: p.flag(true),
      return_indices: p.flag(false),
    }),
    output: f32(1, 4, 4, 3),
    words: 'k is 4',
  },
  {
    op: 'pixel_shuffle',
    given: (p) => ({ x: 'x', upscale_factor: axis(p, 3) }),
    output: IMAGE,
    words: 'does not divide by 9',
  },
  {
    op: 'resize_bilinear',
    given: (p) => ({
      x: 'x',
      target_size_height: axis(p, 0),
      target_size_width: axis(p, 3),
      sampling_mode: p.text('DEFAULT'),
    }),
    output: IMAGE,
    words: '0 by 3',
  },
];
