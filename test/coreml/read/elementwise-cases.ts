/** Elementwise operations, activations, normalisations and reductions on values computed apart from the reader. */

import { f32, i32, t, unaryCase } from './operation-case.ts';
import type { OperationCase } from './operation-case.ts';

const X = [-1.5, 0, 0.5, 2];

function pair(
  op: string,
  x: readonly number[],
  y: readonly number[],
  result: readonly number[],
  dtype: 'fp32' | 'int32' = 'fp32',
  output: 'fp32' | 'int32' | 'bool' = dtype,
): OperationCase {
  const shape = [2, x.length / 2];
  return {
    op,
    title: `of ${dtype}`,
    inputs: { x: [{ dtype, shape }, x], y: [{ dtype, shape: [y.length] }, y] },
    outputs: [[{ dtype: output, shape }, result]],
  };
}

function logical(op: string, result: readonly number[]): OperationCase {
  const type = t('bool', 4);
  return {
    op,
    inputs: { x: [type, [0, 0, 1, 1]], y: [type, [0, 1, 0, 1]] },
    outputs: [[type, result]],
  };
}

/** Along the last axis of [[1, 2, 4], [3, 0, -1]]. */
function reduction(op: string, result: readonly number[]): OperationCase {
  return {
    op,
    inputs: { x: [f32(2, 3), [1, 2, 4, 3, 0, -1]] },
    constants: (p) => ({ axes: p.ints(-1), keep_dims: p.flag(false) }),
    outputs: [[f32(2), result]],
  };
}

const epsilon =
  (value: number): NonNullable<OperationCase['constants']> =>
  (p) => ({ epsilon: p.number('fp32', value) });

export const elementwiseCases: readonly OperationCase[] = [
  unaryCase('exp', X, [0.22313016, 1, 1.6487213, 7.3890561]),
  unaryCase('exp2', X, [0.35355339, 1, Math.SQRT2, 4]),
  unaryCase('sqrt', [0, 0.25, 9], [0, 0.5, 3]),
  unaryCase('square', X, [2.25, 0, 0.25, 4]),
  unaryCase('abs', X, [1.5, 0, 0.5, 2]),
  unaryCase('sign', X, [-1, 0, 1, 1]),
  unaryCase('sin', X, [-0.99749499, 0, 0.47942554, 0.90929743]),
  unaryCase('cos', X, [0.0707372, 1, 0.87758256, -0.41614684]),
  unaryCase('tan', [0.5, 2], [0.54630249, -2.1850399]),
  unaryCase('round', [-2.5, -1.5, 0.5, 1.5, 1.4], [-2, -2, 0, 2, 1]),
  unaryCase('floor', [-1.5, 1.5], [-2, 1]),
  unaryCase('ceil', [-1.5, 1.5], [-1, 2]),
  unaryCase('rsqrt', [0.25, 4], [0.89442719, 0.4472136], epsilon(1)),
  unaryCase('log', [1, 2], [0.40546511, 0.91629073], epsilon(0.5)),
  unaryCase('inverse', [1, 2], [0.66666667, 0.4], epsilon(0.5)),
  unaryCase('clip', X, [-1, 0, 0.5, 1], (p) => ({
    alpha: p.number('fp32', -1),
    beta: p.number('fp32', 1),
  })),
  unaryCase('relu', X, [0, 0, 0.5, 2]),
  unaryCase('relu6', [-1, 5, 7], [0, 5, 6]),
  unaryCase('silu', X, [-0.27363829, 0, 0.31122967, 1.7615942]),
  unaryCase('sigmoid', X, [0.18242552, 0.5, 0.62245933, 0.88079708]),
  unaryCase('softplus', X, [0.20141328, Math.LN2, 0.97407698, 2.126928]),
  unaryCase('tanh', X, [-0.90514825, 0, 0.46211716, 0.96402758]),
  unaryCase('erf', [-1.5, -0.1, 2.2, 3.5], [-0.96610515, -0.11246292, 0.99813715, 0.99999926]),
  unaryCase('gelu', X, [-0.1002108, 0, 0.34573123, 1.9544997], (p) => ({ mode: p.text('EXACT') })),
  unaryCase('gelu', X, [-0.1004284, 0, 0.34571401, 1.9545977], (p) => ({
    mode: p.text('TANH_APPROXIMATION'),
  })),
  unaryCase('gelu', X, [-0.1083378, 0, 0.35038844, 1.9356586], (p) => ({
    mode: p.text('SIGMOID_APPROXIMATION'),
  })),
  unaryCase('softmax', [1, 2, 4], [0.04201007, 0.1141952, 0.84379473], (p) => ({
    axis: p.number('int32', -1),
  })),
  unaryCase('leaky_relu', X, [-0.3, 0, 0.5, 2], (p) => ({ alpha: p.number('fp32', 0.2) })),
  {
    op: 'prelu',
    inputs: { x: [f32(1, 2, 1, 2), [-1, 1, -1, 1]] },
    constants: (p) => ({ alpha: p.constant(f32(2), [0.5, 2]) }),
    outputs: [[f32(1, 2, 1, 2), [-0.5, 1, -2, 1]]],
  },
  pair('add', [1, 2, 3, 4], [10, 20], [11, 22, 13, 24]),
  pair('add', [1, 2, 3, 2147483647], [1, 1], [2, 3, 4, -2147483648], 'int32'),
  pair('sub', [1, 2, 3, 4], [10, 20], [-9, -18, -7, -16]),
  pair('mul', [1, 2, 3, 4], [10, 20], [10, 40, 30, 80]),
  pair('mul', [3, 4, 65536, 5], [-2, 65536], [-6, 262144, -131072, 327680], 'int32'),
  pair('real_div', [1, 2, 3, 4], [2, -4], [0.5, -0.5, 1.5, -1]),
  pair('floor_div', [7, 7, -7, -7], [2, -2], [3, -4, -4, 3], 'int32'),
  pair('mod', [7, 7, -7, -7], [3, -3], [1, -2, 2, -1], 'int32'),
  pair('pow', [2, 3, 4, 5], [3, -1], [8, 0.33333333, 64, 0.2]),
  pair('maximum', [1, 5, 3, 4], [2, 4.5], [2, 5, 3, 4.5]),
  pair('minimum', [1, 5, 3, 4], [2, 4.5], [1, 4.5, 2, 4]),
  pair('equal', [1, 2, 3, 4], [1, 4], [1, 0, 0, 1], 'fp32', 'bool'),
  pair('not_equal', [1, 2, 3, 4], [1, 4], [0, 1, 1, 0], 'fp32', 'bool'),
  pair('greater', [1, 2, 3, 4], [2, 2], [0, 0, 1, 1], 'fp32', 'bool'),
  pair('greater_equal', [1, 2, 3, 4], [2, 2], [0, 1, 1, 1], 'fp32', 'bool'),
  pair('less', [1, 2, 3, 4], [2, 2], [1, 0, 0, 0], 'fp32', 'bool'),
  pair('less_equal', [1, 2, 3, 4], [2, 2], [1, 1, 0, 0], 'fp32', 'bool'),
  logical('logical_and', [0, 0, 0, 1]),
  logical('logical_or', [0, 1, 1, 1]),
  logical('logical_xor', [0, 1, 1, 0]),
  {
    op: 'logical_not',
    inputs: { x: [t('bool', 2), [0, 1]] },
    outputs: [[t('bool', 2), [1, 0]]],
  },
  {
    op: 'select',
    inputs: {
      cond: [t('bool', 2, 1), [1, 0]],
      a: [f32(2), [1, 2]],
      b: [f32(2, 2), [5, 6, 7, 8]],
    },
    outputs: [[f32(2, 2), [1, 2, 7, 8]]],
  },
  {
    op: 'cast',
    title: 'towards zero',
    inputs: { x: [f32(4), [-1.7, 1.7, 0.2, 3]] },
    constants: (p) => ({ dtype: p.text('int32') }),
    outputs: [[i32(4), [-1, 1, 0, 3]]],
  },
  {
    op: 'cast',
    title: 'of a fraction to bool',
    inputs: { x: [f32(3), [0, 0.2, -3]] },
    constants: (p) => ({ dtype: p.text('bool') }),
    outputs: [[t('bool', 3), [0, 1, 1]]],
  },
  {
    op: 'cast',
    title: 'to half rounds to the even number',
    inputs: { x: [f32(3), [2049, 2051, 0.1]] },
    constants: (p) => ({ dtype: p.text('fp16') }),
    outputs: [[t('fp16', 3), [2048, 2052, 0.0999755859375]]],
  },
  {
    op: 'cast',
    title: 'to half keeps fp32 where all is fp32',
    precision: 'fp32',
    inputs: { x: [f32(2), [2049, 70000]] },
    constants: (p) => ({ dtype: p.text('fp16') }),
    outputs: [[t('fp16', 2), [2049, 70000]]],
  },
  reduction('reduce_mean', [2.3333333, 0.66666667]),
  reduction('reduce_sum', [7, 2]),
  reduction('reduce_max', [4, 3]),
  reduction('reduce_min', [1, -1]),
  reduction('reduce_prod', [8, 0]),
  reduction('reduce_sum_square', [21, 10]),
  reduction('reduce_l1_norm', [7, 4]),
  reduction('reduce_l2_norm', [4.5825757, 3.1622777]),
  reduction('reduce_log_sum', [1.9459101, Math.LN2]),
  reduction('reduce_log_sum_exp', [4.16984602, 3.06588376]),
  {
    op: 'reduce_sum',
    title: 'of the first and last axis, kept',
    inputs: { x: [f32(2, 1, 2), [1, 2, 3, 4]] },
    constants: (p) => ({ axes: p.ints(0, 2), keep_dims: p.flag(true) }),
    outputs: [[f32(1, 1, 1), [10]]],
  },
  {
    op: 'reduce_argmax',
    opset: 'CoreML7',
    inputs: { x: [f32(2, 3), [1, 4, 4, 3, 0, -1]] },
    constants: (p) => ({
      axis: p.number('int32', -1),
      keep_dims: p.flag(true),
      output_dtype: p.text('int32'),
    }),
    outputs: [[i32(2, 1), [1, 0]]],
  },
  {
    op: 'reduce_argmin',
    inputs: { x: [f32(2, 3), [1, 4, 4, 3, 0, -1]] },
    constants: (p) => ({ axis: p.number('int32', 1), keep_dims: p.flag(false) }),
    outputs: [[i32(2), [0, 2]]],
  },
  {
    op: 'layer_norm',
    inputs: { x: [f32(1, 4), [1, 2, 3, 6]] },
    constants: (p) => ({
      axes: p.ints(-1),
      gamma: p.constant(f32(4), [1, 1, 2, 1]),
      beta: p.constant(f32(4), [0, 0, 0.5, 1]),
      epsilon: p.number('fp32', 1),
    }),
    outputs: [[f32(1, 4), [-0.94280904, -0.47140452, 0.5, 1 + Math.SQRT2]]],
  },
  {
    op: 'instance_norm',
    inputs: { x: [f32(1, 2, 2, 2), [1, 2, 3, 6, 2, 4, 6, 12]] },
    constants: (p) => ({
      gamma: p.constant(f32(2), [1, 0]),
      beta: p.constant(f32(2), [0, 7]),
      epsilon: p.number('fp32', 1),
    }),
    outputs: [[f32(1, 2, 2, 2), [-0.94280904, -0.47140452, 0, Math.SQRT2, 7, 7, 7, 7]]],
  },
  {
    op: 'batch_norm',
    inputs: { x: [f32(1, 2, 2), [1, 2, 3, 4]] },
    constants: (p) => ({
      mean: p.constant(f32(2), [1, 2]),
      variance: p.constant(f32(2), [3, 0]),
      gamma: p.constant(f32(2), [2, 3]),
      beta: p.constant(f32(2), [10, 20]),
      epsilon: p.number('fp32', 1),
    }),
    outputs: [[f32(1, 2, 2), [10, 11, 23, 26]]],
  },
  {
    op: 'l2_norm',
    inputs: { x: [f32(1, 2, 2), [1, 2, 3, 6]] },
    constants: epsilon(2),
    outputs: [[f32(1, 2, 2), [0.13867505, 0.2773501, 0.41602515, 0.83205029]]],
  },
];
