/** Rules of products, convolutions, attention, normalisation and pooling. */

import { IMAGE, axis, weight, windows } from './broken-rule.ts';
import type { BrokenRule } from './broken-rule.ts';
import { f32 } from './operation-case.ts';

export const contractionRules: readonly BrokenRule[] = [
  {
    op: 'conv',
    given: (p) => ({ x: 'x', weight: weight(p, 2, 3, 1, 1), ...windows(p) }),
    output: f32(1, 2, 3, 3),
    words: 'has 4 channels',
  },
  {
    op: 'conv',
    given: (p) => ({
      x: 'x',
      weight: weight(p, 3, 2, 1, 1),
      ...windows(p, { groups: axis(p, 2) }),
    }),
    output: f32(1, 3, 3, 3),
    words: 'do not divide into 2 groups',
  },
  {
    op: 'conv',
    given: (p) => ({ x: 'x', weight: weight(p, 2, 4, 1, 1), ...windows(p, { pad: p.ints(0, 0) }) }),
    output: f32(1, 2, 3, 3),
    words: 'pad has 2 numbers, not 4',
  },
  {
    op: 'conv',
    given: (p) => ({ x: 'x', weight: weight(p, 2, 4, 4, 1), ...windows(p) }),
    output: f32(1, 2, 1, 3),
    words: 'does not fit',
  },
  {
    op: 'conv',
    given: (p) => ({ x: 'x', weight: weight(p, 2, 4, 1, 1), bias: weight(p, 3), ...windows(p) }),
    output: f32(1, 2, 3, 3),
    words: 'bias has shape [3], not [2]',
  },
  {
    op: 'conv',
    given: (p) => ({
      x: 'x',
      weight: weight(p, 2, 4, 1, 1),
      ...windows(p, { strides: p.ints(0, 1) }),
    }),
    output: f32(1, 2, 3, 3),
    words: 'below 1',
  },
  {
    op: 'conv_transpose',
    given: (p) => ({ x: 'x', weight: weight(p, 3, 2, 1, 1), ...windows(p) }),
    output: f32(1, 2, 3, 3),
    words: 'has 4 channels',
  },
  {
    op: 'linear',
    given: (p) => ({ x: 'x', weight: weight(p, 2, 4), bias: weight(p, 2) }),
    output: f32(1, 4, 3, 2),
    words: 'ends with 3 features',
  },
  {
    op: 'linear',
    given: (p) => ({ x: 'x', weight: weight(p, 3, 3), bias: weight(p, 3) }),
    output: f32(1, 4, 3, 3),
    words: 'rank 4, not 1 to 3',
  },
  {
    op: 'matmul',
    given: (p) => ({
      x: 'x',
      y: weight(p, 2, 3),
      transpose_x: p.flag(false),
      transpose_y: p.flag(false),
    }),
    output: f32(1, 4, 3, 3),
    words: 'do not multiply',
  },
  {
    op: 'einsum',
    given: (p) => ({ values: ['x', 'x'], equation: p.text('nchw,nhwc->nchw') }),
    output: IMAGE,
    words: 'is not supported',
  },
  {
    op: 'scaled_dot_product_attention',
    opset: 'CoreML8',
    given: (p) => ({ query: 'x', key: weight(p, 1, 4, 5, 2), value: weight(p, 1, 4, 5, 2) }),
    output: f32(1, 4, 3, 2),
    words: 'differ in their width',
  },
  {
    op: 'scaled_dot_product_attention',
    opset: 'CoreML8',
    given: (p) => ({ query: 'x', key: weight(p, 4, 5, 3), value: weight(p, 4, 5, 3) }),
    output: f32(1, 4, 3, 3),
    words: 'several ranks',
  },
  {
    op: 'scaled_dot_product_attention',
    opset: 'CoreML8',
    given: (p) => ({ query: 'x', key: 'x', value: 'x', attn_mask: weight(p, 3, 2) }),
    output: IMAGE,
    words: 'do not broadcast',
  },
  {
    op: 'layer_norm',
    given: (p) => ({
      x: 'x',
      axes: p.ints(2, -1),
      gamma: weight(p, 3),
      epsilon: p.number('fp32', 1),
    }),
    output: IMAGE,
    words: 'gamma has shape [3], not [3, 3]',
  },
  {
    op: 'instance_norm',
    x: f32(1, 2, 3, 3, 3),
    given: (p) => ({ x: 'x', epsilon: p.number('fp32', 1) }),
    output: f32(1, 2, 3, 3, 3),
    words: 'rank 5, not 3 to 4',
  },
  {
    op: 'avg_pool',
    given: (p) => ({
      x: 'x',
      kernel_sizes: p.ints(2, 2),
      strides: p.ints(1, 1),
      pad_type: p.text('custom'),
      pad: p.ints(1, 0, 0, 0),
      ceil_mode: p.flag(true),
      exclude_padding_from_average: p.flag(false),
    }),
    output: IMAGE,
    words: 'same on both sides',
  },
];
