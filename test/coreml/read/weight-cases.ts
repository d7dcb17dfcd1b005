/** Products, convolutions, quantisation and compressed weights, on values computed by hand. */

import { immediate } from '../../support/mil-wire.ts';
import type { TestPackage } from '../../support/mil-package.ts';
import { f32, i32, t } from './operation-case.ts';
import type { OperationCase } from './operation-case.ts';

type Constants = Readonly<Record<string, string>>;

function convolution(
  p: TestPackage,
  padType: string,
  pad: readonly number[],
  groups = 1,
  stride = 1,
): Constants {
  const rank = pad.length / 2;
  const ones = Array<number>(rank).fill(1);
  return {
    strides: p.ints(...ones.map(() => stride)),
    pad_type: p.text(padType),
    pad: p.ints(...pad),
    dilations: p.ints(...ones),
    groups: p.number('int32', groups),
  };
}

const vector = (dtype: 'uint32' | 'uint8', ...values: number[]): Uint8Array =>
  immediate(t(dtype, values.length), values);

export const weightCases: readonly OperationCase[] = [
  {
    op: 'linear',
    inputs: { x: [f32(1, 2), [1, 2]] },
    constants: (p) => ({
      weight: p.constant(f32(3, 2), [1, 0, 0, 1, 1, 1]),
      bias: p.constant(f32(3), [10, 20, 30]),
    }),
    outputs: [[f32(1, 3), [11, 22, 33]]],
  },
  {
    op: 'matmul',
    title: 'with a batch that repeats',
    inputs: { x: [f32(2, 1, 2), [1, 2, 3, 4]], y: [f32(2, 2), [1, 10, 100, 1000]] },
    constants: (p) => ({ transpose_x: p.flag(false), transpose_y: p.flag(true) }),
    outputs: [[f32(2, 1, 2), [21, 2100, 43, 4300]]],
  },
  {
    op: 'matmul',
    title: 'of a vector',
    inputs: { x: [f32(2), [1, 2]], y: [f32(2, 2), [1, 10, 100, 1000]] },
    constants: (p) => ({ transpose_x: p.flag(false), transpose_y: p.flag(false) }),
    outputs: [[f32(2), [201, 2010]]],
  },
  {
    op: 'matmul',
    title: 'of a transposed left side',
    inputs: { x: [i32(2, 1), [1, 2]], y: [i32(2, 2), [1, 10, 100, 1000]] },
    constants: (p) => ({ transpose_x: p.flag(true), transpose_y: p.flag(false) }),
    outputs: [[i32(1, 2), [201, 2010]]],
  },
  {
    op: 'einsum',
    title: 'of rank 4',
    inputs: {
      // [1, C 1, H 2, W 2] and [1, W 2, H 2, U 1]
      q: [f32(1, 1, 2, 2), [1, 2, 3, 4]],
      k: [f32(1, 2, 2, 1), [1, 10, 100, 1000]],
    },
    joined: true,
    constants: (p) => ({ values: ['q', 'k'], equation: p.text('bkhq,bqhc->bkhc') }),
    outputs: [[f32(1, 1, 2, 1), [201, 4030]]],
  },
  {
    op: 'einsum',
    title: 'of rank 3',
    inputs: { q: [f32(1, 2, 2), [1, 2, 3, 4]], k: [f32(2, 1, 1), [1, 10]] },
    joined: true,
    constants: (p) => ({ values: ['q', 'k'], equation: p.text('chw,whr->chr') }),
    outputs: [[f32(1, 2, 1), [21, 43]]],
  },
  {
    op: 'scaled_dot_product_attention',
    opset: 'CoreML8',
    title: 'with a mask that keeps one key',
    inputs: {
      query: [f32(1, 1, 4), [1, 2, 3, 4]],
      key: [f32(1, 2, 4), [1, 0, 0, 0, 0, 1, 0, 0]],
      value: [f32(1, 2, 1), [10, 20]],
      attn_mask: [t('bool', 1, 2), [0, 1]],
    },
    outputs: [[f32(1, 1, 1), [20]]],
  },
  {
    op: 'scaled_dot_product_attention',
    opset: 'CoreML8',
    title: 'with a mask that is added',
    // Scores 1/2 and 1, of which the mask makes equal ones.
    inputs: {
      query: [f32(1, 1, 4), [1, 2, 3, 4]],
      key: [f32(1, 2, 4), [1, 0, 0, 0, 0, 1, 0, 0]],
      value: [f32(1, 2, 1), [10, 20]],
      attn_mask: [f32(1, 2), [0.5, 0]],
    },
    outputs: [[f32(1, 1, 1), [15]]],
  },
  {
    op: 'conv',
    title: 'with padding before and behind',
    inputs: { x: [f32(1, 1, 2, 2), [1, 2, 3, 4]] },
    constants: (p) => ({
      weight: p.constant(f32(1, 1, 2, 2), [1, 10, 100, 1000]),
      bias: p.constant(f32(1), [0.5]),
      ...convolution(p, 'custom', [1, 0, 0, 1]),
    }),
    outputs: [[f32(1, 1, 2, 2), [2100.5, 200.5, 4321.5, 402.5]]],
  },
  {
    op: 'conv',
    title: 'of one dimension in groups',
    inputs: { x: [f32(1, 2, 2), [1, 2, 3, 4]] },
    constants: (p) => ({
      weight: p.constant(f32(2, 1, 1), [10, 100]),
      ...convolution(p, 'valid', [0, 0], 2),
    }),
    outputs: [[f32(1, 2, 2), [10, 20, 300, 400]]],
  },
  {
    op: 'conv',
    title: 'of the same size, the odd pad behind',
    inputs: { x: [f32(1, 1, 3), [1, 2, 3]] },
    constants: (p) => ({
      weight: p.constant(f32(1, 1, 2), [1, 10]),
      ...convolution(p, 'same', [0, 0]),
    }),
    outputs: [[f32(1, 1, 3), [21, 32, 3]]],
  },
  {
    op: 'conv',
    title: 'of the same size, the odd pad in front',
    inputs: { x: [f32(1, 1, 3), [1, 2, 3]] },
    constants: (p) => ({
      weight: p.constant(f32(1, 1, 2), [1, 10]),
      ...convolution(p, 'same_lower', [0, 0]),
    }),
    outputs: [[f32(1, 1, 3), [10, 21, 32]]],
  },
  {
    op: 'conv_transpose',
    inputs: { x: [f32(1, 1, 2), [1, 2]] },
    constants: (p) => ({
      weight: p.constant(f32(1, 1, 3), [1, 10, 100]),
      ...convolution(p, 'valid', [0, 0], 1, 2),
    }),
    outputs: [[f32(1, 1, 5), [1, 10, 102, 20, 200]]],
  },
  {
    op: 'conv_transpose',
    title: 'with less cut off behind',
    inputs: { x: [f32(1, 1, 2), [1, 2]] },
    constants: (p) => ({
      weight: p.constant(f32(1, 1, 3), [1, 10, 100]),
      ...convolution(p, 'custom', [1, 0], 1, 2),
    }),
    outputs: [[f32(1, 1, 4), [10, 102, 20, 200]]],
  },
  {
    op: 'quantize',
    opset: 'CoreML7',
    inputs: { input: [f32(4), [0.6, -1.25, 1.25, 100]] },
    constants: (p) => ({
      zero_point: p.constant(t('int8'), [3]),
      scale: p.number('fp32', 0.5),
      output_dtype: p.text('int8'),
    }),
    // -2.5 and 2.5 round to the even neighbours.
    outputs: [[t('int8', 4), [4, 1, 5, 127]]],
  },
  {
    op: 'dequantize',
    opset: 'CoreML7',
    inputs: { input: [t('uint8', 2, 2), [1, 2, 3, 4]] },
    constants: (p) => ({
      zero_point: p.constant(t('uint8', 2), [1, 0]),
      scale: p.constant(f32(2), [0.5, 10]),
      axis: p.number('int32', 0),
    }),
    outputs: [[f32(2, 2), [0, 0.5, 30, 40]]],
  },
  {
    op: 'constexpr_affine_dequantize',
    attributes: {
      quantized_data: immediate(
        t('int8', 2, 2),
        [-1, 2, -3, 4].map((x) => x & 255),
      ),
      zero_point: immediate(t('int8'), [1]),
      scale: immediate(f32(2), [0.5, 10]),
      axis: immediate(i32(), [1]),
    },
    outputs: [[f32(2, 2), [-1, 10, -2, 30]]],
  },
  {
    op: 'constexpr_cast',
    attributes: {
      source_val: immediate(t('fp16', 2), [0.5, -2]),
      output_dtype: immediate(t('string'), ['fp32']),
    },
    outputs: [[f32(2), [0.5, -2]]],
  },
  {
    op: 'constexpr_lut_to_dense',
    title: 'of packed indices',
    attributes: {
      // Two bits each, the first in the lowest: 3, 0, 2, 1, 1.
      indices: vector('uint8', 0b01_10_00_11, 0b01),
      lut: immediate(f32(4), [10, 20, 30, 40]),
      shape: vector('uint32', 5, 1),
    },
    outputs: [[f32(5, 1), [40, 10, 30, 20, 20]]],
  },
  {
    op: 'constexpr_lut_to_dense',
    opset: 'CoreML8',
    title: 'of three bits in two groups',
    constants: (p) => ({
      indices: p.constant(t('uint3', 2, 2), [7, 0, 1, 6]),
      lut: p.constant(f32(2, 1, 8, 1), [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17]),
    }),
    outputs: [[f32(2, 2), [7, 0, 11, 16]]],
  },
  {
    op: 'constexpr_lut_to_dense',
    opset: 'CoreML8',
    title: 'of vectors along the first axis',
    constants: (p) => ({
      indices: p.constant(t('uint1', 2, 2), [1, 0, 0, 1]),
      lut: p.constant(f32(1, 1, 2, 2), [1, 2, 10, 20]),
      vector_axis: p.number('int32', 0),
    }),
    outputs: [[f32(4, 2), [10, 1, 20, 2, 1, 10, 2, 20]]],
  },
  {
    op: 'constexpr_sparse_to_dense',
    title: 'with a packed mask',
    attributes: {
      nonzero_data: immediate(f32(3), [5, 6, 7]),
      mask: vector('uint8', 0b1000_0010, 0b1),
      shape: vector('uint32', 3, 3),
    },
    outputs: [[f32(3, 3), [0, 5, 0, 0, 0, 0, 0, 6, 7]]],
  },
  {
    op: 'constexpr_sparse_to_dense',
    opset: 'CoreML8',
    constants: (p) => ({
      nonzero_data: p.constant(f32(2), [5, 6]),
      mask: p.constant(t('uint1', 2, 2), [0, 1, 1, 0]),
    }),
    outputs: [[f32(2, 2), [0, 5, 6, 0]]],
  },
  {
    op: 'constexpr_blockwise_shift_scale',
    opset: 'CoreML8',
    constants: (p) => ({
      data: p.constant(t('int4', 2, 4), [-8, 7, 1, 2, 3, -1, 0, 5]),
      scale: p.constant(f32(2, 2), [1, 10, 0.5, 2]),
      offset: p.constant(t('int4', 2, 2), [0, 1, 1, -1]),
    }),
    outputs: [[f32(2, 4), [-8, 7, 0, 10, 1, -1, 2, 12]]],
  },
  {
    op: 'constexpr_lut_to_sparse',
    opset: 'CoreML8',
    title: 'of vectors',
    constants: (p) => ({
      indices_mask: p.constant(t('uint1', 1, 2), [0, 1]),
      indices_nonzero_data: p.constant(t('uint1', 1), [1]),
      lut: p.constant(f32(1, 1, 2, 2), [1, 2, 10, 20]),
      vector_axis: p.number('int32', 0),
    }),
    outputs: [
      [t('uint1', 2, 2), [0, 1, 0, 1]],
      [f32(2), [10, 20]],
    ],
  },
  {
    op: 'constexpr_sparse_blockwise_shift_scale',
    opset: 'CoreML8',
    constants: (p) => ({
      data_mask: p.constant(t('uint1', 1, 4), [1, 0, 0, 1]),
      nonzero_data: p.constant(t('int8', 2), [3, 4]),
      scale: p.constant(f32(1, 2), [0.5, 10]),
    }),
    outputs: [
      [t('uint1', 1, 4), [1, 0, 0, 1]],
      [f32(2), [1.5, 40]],
    ],
  },
];
