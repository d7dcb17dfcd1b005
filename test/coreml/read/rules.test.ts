/** Rules of single operations: each broken once. */

import { expect, it } from 'vitest';
import { TestPackage } from '../../support/mil-package.ts';
import type { Bindings, TestOpset } from '../../support/mil-package.ts';
import { immediate } from '../../support/mil-wire.ts';
import type { TestType } from '../../support/mil-wire.ts';
import { f32, i32, t } from './operation-case.ts';

interface Broken {
  readonly op: string;
  readonly x?: TestType;
  readonly opset?: TestOpset;
  readonly given: (p: TestPackage) => Bindings;
  readonly output: TestType;
  readonly words: string;
  readonly attributes?: Readonly<Record<string, Uint8Array>>;
}

const windows = (p: TestPackage, changes: Bindings = {}): Bindings => ({
  strides: p.ints(1, 1),
  pad_type: p.text('valid'),
  pad: p.ints(0, 0, 0, 0),
  dilations: p.ints(1, 1),
  groups: p.number('int32', 1),
  ...changes,
});
const IMAGE = f32(1, 4, 3, 3);
const weight = (p: TestPackage, ...shape: number[]): string =>
  p.constant(f32(...shape), Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1));
const axis = (p: TestPackage, value: number): string => p.number('int32', value);

const BROKEN: readonly Broken[] = [
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
  {
    op: 'quantize',
    opset: 'CoreML7',
    given: (p) => ({
      input: 'x',
      scale: p.number('fp32', 1),
      axis: axis(p, 0),
      output_dtype: p.text('int8'),
    }),
    output: t('int8', 1, 4, 3, 3),
    words: 'axis is given',
  },
  {
    op: 'quantize',
    opset: 'CoreML7',
    given: (p) => ({ input: 'x', scale: weight(p, 4), output_dtype: p.text('int8') }),
    output: t('int8', 1, 4, 3, 3),
    words: 'axis is missing',
  },
  {
    op: 'constexpr_blockwise_shift_scale',
    opset: 'CoreML8',
    given: (p) => ({ data: p.constant(t('int8', 3), [1, 2, 3]), scale: weight(p, 2) }),
    output: f32(3),
    words: 'does not divide into 2 blocks',
  },
  {
    op: 'constexpr_lut_to_dense',
    opset: 'CoreML8',
    given: (p) => ({ indices: p.constant(t('uint2', 2), [1, 2]), lut: weight(p, 1, 8, 1) }),
    output: f32(2),
    words: '8 entries for indices of 2 bits',
  },
  {
    op: 'constexpr_lut_to_dense',
    given: () => ({}),
    attributes: {
      indices: immediate(t('uint8', 1), [1]),
      lut: immediate(f32(16), Array<number>(16).fill(0)),
      shape: immediate(t('uint32', 1), [3]),
    },
    output: f32(3),
    words: 'need 2',
  },
  {
    op: 'constexpr_sparse_to_dense',
    opset: 'CoreML8',
    given: (p) => ({
      nonzero_data: weight(p, 2),
      mask: p.constant(t('uint1', 3), [1, 1, 1]),
    }),
    output: f32(3),
    words: 'marks 3 elements',
  },
  {
    op: 'constexpr_sparse_to_dense',
    given: () => ({}),
    attributes: {
      nonzero_data: immediate(f32(1), [5]),
      mask: immediate(t('uint8', 1), [0b1000]),
      shape: immediate(t('uint32', 1), [3]),
    },
    output: f32(3),
    words: 'behind the last one',
  },
];

it.each(BROKEN.map((item) => [item.op, item.words, item] as const))(
  '%s: %s',
  async (_, words, { op, x = IMAGE, opset, given, output, attributes }) => {
    const p = new TestPackage(opset ?? 'CoreML6');
    p.input('x', x);
    p.op(op, given(p), output, attributes);
    p.output(p.op('relu', { x: 'x' }, x), x);
    const found = await p.problems();
    expect(found.map(({ code }) => code)).toEqual(['SNAPC4434']);
    expect(found[0]?.message).toContain(words);
    expect(found[0]?.place?.op).toBe(op);
  },
);
