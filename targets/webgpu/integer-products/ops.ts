/** Products of integers of 8 bits as ops of the target's own: an activation that is rounded, times weights in few bits. */

import { attr } from '../../../ir/attr.ts';
import { defineComposite } from '../../../ir/define-composite.ts';
import { operand, optional } from '../../../ir/define.ts';
import { conv } from '../../../ir/ops/core/conv.ts';
import { matmul } from '../../../ir/ops/core/matmul.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { FLOATS } from '../../../ir/types.ts';
import type { TensorType } from '../../../ir/types.ts';
import { windowAttributes } from '../../../ir/windows.ts';
import { stridedImages } from '../kernels/conv.ts';
import { integerConvKernels } from '../kernels/integers/conv.ts';
import { integerMatmulKernels } from '../kernels/integers/matmul.ts';
import { writesResult } from '../kernels/matmul/placed.ts';
import { kernels } from '../lowering.ts';
import { ROUNDING, rounded, roundedValue } from './rounding.ts';

const { writes } = stridedImages;

export const integer_conv = defineComposite({
  name: 'integer_conv',
  operands: { input: operand(FLOATS), weight: operand(FLOATS), bias: optional(FLOATS) },
  attributes: { ...windowAttributes, groups: attr.int(1), ...ROUNDING },
  traits: ['pure', 'contraction'],
  infer: (operands, attributes) => only<TensorType>(conv.infer(operands, attributes)),
  evaluate: ({ input, ...weights }, attributes, results) => {
    const operands = { input: rounded(input, attributes), ...weights };
    return only<Tensor>(conv.evaluate(operands, attributes, results));
  },
  cost: (operands, attributes, results) => conv.cost(operands, attributes, results),
  decompose: (b, { input, ...weights }, { scale, zero_point, ...attributes }) =>
    b.conv({ input: roundedValue(b, input, { scale, zero_point }), ...weights }, attributes),
  lowerings: { webgpu: kernels(integerConvKernels, writes === undefined ? {} : { writes }) },
  samples: [],
});

export const integer_matmul = defineComposite({
  name: 'integer_matmul',
  operands: { a: operand(FLOATS), b: operand(FLOATS) },
  attributes: { transpose_a: attr.bool(false), transpose_b: attr.bool(false), ...ROUNDING },
  traits: ['pure', 'contraction'],
  infer: (operands, attributes) => only<TensorType>(matmul.infer(operands, attributes)),
  evaluate: ({ a, b }, attributes, results) => {
    const operands = { a: rounded(a, attributes), b };
    return only<Tensor>(matmul.evaluate(operands, attributes, results));
  },
  cost: (operands, attributes, results) => matmul.cost(operands, attributes, results),
  decompose: (builder, { a, b }, { scale, zero_point, ...attributes }) =>
    builder.matmul({ a: roundedValue(builder, a, { scale, zero_point }), b }, attributes),
  lowerings: { webgpu: kernels(integerMatmulKernels, { writes: writesResult }) },
  samples: [],
});

function only<T>([result]: readonly T[]): T {
  if (result === undefined) throw new Error('a product has one result');
  return result;
}
