/** Rules that coremltools has for operations and documents nowhere: found by letting it read what ours accepted. */

import { IMAGE, axis, weight } from './broken-rule.ts';
import type { BrokenRule } from './broken-rule.ts';
import { f32, i32, t } from './operation-case.ts';

export const readerRules: readonly BrokenRule[] = [
  {
    op: 'select',
    given: (p) => ({
      cond: p.op('greater', { x: 'x', y: p.number('fp32', 0) }, t('bool', 1, 4, 3, 3)),
      a: p.constant(f32(3), [1, 2, 3]),
      b: p.constant(f32(3), [4, 5, 6]),
    }),
    output: IMAGE,
    words: 'cond has shape [1, 4, 3, 3], and a and b give [3]',
  },
  {
    op: 'prelu',
    x: f32(1, 2, 3),
    given: (p) => ({ x: 'x', alpha: p.constant(f32(2), [0.5, 2]) }),
    output: f32(1, 2, 3),
    words: 'several slopes and x has rank 3',
  },
  {
    op: 'matmul',
    opset: 'CoreML7',
    given: (p) => ({
      x: 'x',
      y: p.op('cast', { x: 'x', dtype: p.text('fp16') }, t('fp16', 1, 4, 3, 3)),
      transpose_x: p.flag(false),
      transpose_y: p.flag(false),
    }),
    output: IMAGE,
    words: 'and both are computed',
  },
  {
    op: 'slice_by_size',
    given: (p) => ({ x: 'x', begin: p.ints(0, -1, 0, 0), size: p.ints(1, -1, 3, 3) }),
    output: f32(1, 1, 3, 3),
    words: 'begin -1 counts from the back',
  },
  {
    op: 'cumsum',
    given: (p) => ({
      x: 'x',
      axis: axis(p, -2),
      exclusive: p.flag(false),
      reverse: p.flag(false),
    }),
    output: IMAGE,
    words: 'axis is -2',
  },
  ...[0, NaN].map((end) => ({
    op: 'range_1d',
    given: (p: Parameters<BrokenRule['given']>[0]) => ({
      start: p.number('fp32', 1),
      end: p.number('fp32', end),
      step: p.number('fp32', 1),
    }),
    output: f32(1),
    words: 'there are no steps of 1',
  })),
  {
    op: 'max_pool',
    given: (p) => ({
      x: 'x',
      kernel_sizes: p.ints(2, 2),
      strides: p.ints(2, 2 ** 31 - 1),
      pad_type: p.text('valid'),
      pad: p.ints(0, 0, 0, 0),
      ceil_mode: p.flag(true),
    }),
    output: f32(1, 4, 2, 2),
    words: 'too large for 32 bits',
  },
  {
    op: 'tile',
    given: (p) => ({ x: 'x', reps: p.ints(1, 1, 1, 2 ** 30) }),
    output: f32(1, 4, 3, 3 * 2 ** 30),
    words: 'its result has the shape [1, 4, 3, 3221225472]',
  },
  {
    op: 'scaled_dot_product_attention',
    opset: 'CoreML8',
    given: (p) => ({ query: 'x', key: 'x', value: 'x', attn_mask: p.number('fp32', 1) }),
    output: IMAGE,
    words: 'attn_mask is a scalar',
  },
  {
    op: 'reduce_min',
    given: (p) => ({
      x: p.constant(f32(2, 0), []),
      axes: p.ints(-1),
      keep_dims: p.flag(false),
    }),
    output: f32(2),
    words: 'axis 1 of x has no elements',
  },
  {
    op: 'fill_like',
    given: (p) => ({ ref_tensor: 'x', value: p.constant(f32(2), [1, 2]) }),
    output: IMAGE,
    words: 'value has shape [2]',
  },
  {
    op: 'slice_update',
    opset: 'CoreML8',
    given: (p) => ({
      x: 'x',
      update: weight(p, 2, 4, 3, 3),
      begin: p.ints(0, 0, 0, 0),
      end: p.op('shape', { x: 'x' }, i32(4)),
    }),
    output: IMAGE,
    words: 'a slice has at most [1, 4, 3, 3]',
  },
  {
    op: 'conv_transpose',
    opset: 'CoreML7',
    x: f32(1, 4, 3),
    given: (p) => ({
      x: 'x',
      weight: weight(p, 4, 3, 1),
      bias: p.op(
        'slice_by_size',
        {
          x: p.op('reshape', { x: 'x', shape: p.ints(12) }, f32(12)),
          begin: p.ints(0),
          size: p.ints(3),
        },
        f32(3),
      ),
      strides: p.ints(1),
      pad_type: p.text('valid'),
      pad: p.ints(0, 0),
      dilations: p.ints(1),
      groups: p.number('int32', 1),
    }),
    output: f32(1, 3, 3),
    words: '"bias" is computed',
    code: 'SNAPC4429',
  },
  {
    op: 'gather_nd',
    opset: 'CoreML7',
    given: (p) => ({
      x: 'x',
      indices: p.constant(i32(1, 4), [0, 4, 0, 0]),
      batch_dims: axis(p, 0),
      validate_indices: p.flag(false),
    }),
    output: f32(1),
    words: 'index 4 is outside',
  },
  {
    op: 'gather_nd',
    opset: 'CoreML7',
    given: (p) => ({
      x: 'x',
      indices: p.constant(i32(1, 1), [0]),
      batch_dims: axis(p, 0),
      validate_indices: p.flag(true),
    }),
    output: f32(1, 4, 3, 3),
    words: 'indices names 1 of 4 axes of x',
  },
  {
    op: 'scatter_nd',
    opset: 'CoreML7',
    given: (p) => ({
      data: 'x',
      indices: p.constant(i32(1, 4), [0, 4, 0, 0]),
      updates: weight(p, 1),
      mode: p.text('add'),
      validate_indices: p.flag(false),
    }),
    output: IMAGE,
    words: 'index 4 is outside',
  },
];
