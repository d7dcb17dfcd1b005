/**
 * A linear layer gated by itself: with y = input @ weight + bias, the first half of y's columns times gelu of
 * the second half (Shazeer, arXiv 2002.05202).
 */

import { arithmetic, sliceAxis } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand, optional } from '../../define.ts';
import { dimEquals } from '../../dim.ts';
import { GELU_FORMS, decomposeGelu, geluOf } from '../../gelu-forms.ts';
import { roundedTensor } from '../../rounded.ts';
import { dimAt, printShape, sameDType, sizeAt } from '../../shapes.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS, elementCount, tensorType } from '../../types.ts';

export const linear_geglu = defineComposite({
  name: 'linear_geglu',
  operands: { input: operand(FLOATS), weight: operand(FLOATS), bias: optional(FLOATS) },
  attributes: {
    /** The weight is [columns, k] instead of [k, columns]. */
    transpose_b: attr.bool(false),
    approximate: attr.oneOf(GELU_FORMS, 'none'),
  },
  traits: ['pure', 'contraction'],
  infer: ({ input, weight, bias }, { transpose_b }) => {
    const dtype = sameDType([input, weight, bias]);
    const rank = input.shape.length;
    if (rank < 2 || weight.shape.length !== 2) {
      fail(
        `takes rows and one matrix, not ${printShape(input.shape)} and ${printShape(weight.shape)}`,
      );
    }
    const [inner, outer] = transpose_b ? [1, 0] : [0, 1];
    if (!dimEquals(dimAt(input.shape, rank - 1), dimAt(weight.shape, inner))) {
      fail(`inner dims of ${printShape(input.shape)} and ${printShape(weight.shape)} differ`);
    }
    const columns = sizeAt(weight.shape, outer);
    if (columns % 2 !== 0) {
      fail(
        `${columns} columns cannot be halved`,
        'the weight holds the columns of the values and then as many of the gates',
      );
    }
    if (bias !== undefined && !(bias.shape.length === 1 && bias.shape[0] === columns)) {
      fail(`the bias is one number for each of ${columns} columns, not ${printShape(bias.shape)}`);
    }
    return tensorType(dtype, input.shape.with(rank - 1, columns / 2));
  },
  evaluate: ({ input, weight, bias }, { transpose_b, approximate }, [type]) => {
    const shape = type?.shape ?? [];
    const half = shape.at(-1) ?? 1;
    const k = input.shape.at(-1) ?? 1;
    const x = numbers(input);
    const w = numbers(weight);
    const b = bias && numbers(bias);
    const [columnStep, step] = transpose_b ? [k, 1] : [1, 2 * half];
    const column = (row: number, at: number): number => {
      let sum = b?.[at] ?? 0;
      for (let p = 0; p < k; p++)
        sum += (x[row * k + p] ?? 0) * (w[at * columnStep + p * step] ?? 0);
      return sum;
    };
    const values = Float64Array.from({ length: elementCount(shape) }, (_, index) => {
      const row = Math.floor(index / half);
      const at = index % half;
      return column(row, at) * geluOf(column(row, at + half), approximate);
    });
    return roundedTensor(input.dtype, shape, values);
  },
  cost: ({ input }, _, [result]) => ({
    flops: 2 * elementCount(result?.shape ?? []) * (2 * (input.shape.at(-1) ?? 1) + 5),
  }),
  decompose: (b, { input, weight, bias }, { transpose_b, approximate }) => {
    const m = arithmetic(b);
    const product = b.matmul({ a: input, b: weight }, { transpose_b });
    const y = bias === undefined ? product : m.add(product, bias);
    const axis = input.type.shape.length - 1;
    const size = sizeAt(y.type.shape, axis);
    const value = sliceAxis(m, y, axis, 0, size / 2);
    return m.mul(value, decomposeGelu(m, sliceAxis(m, y, axis, size / 2, size), approximate));
  },
  samples: [
    {
      operands: {
        input: { shape: [2, 5, 8] },
        weight: { shape: [8, 24], constant: true },
        bias: { shape: [24], constant: true },
      },
    },
    { operands: { input: { shape: [3, 6] }, weight: { shape: [6, 10] } } },
    {
      operands: {
        input: { shape: [4, 8] },
        weight: { shape: [14, 8], constant: true },
        bias: { shape: [14] },
      },
      attributes: { transpose_b: true, approximate: 'tanh' },
    },
  ],
});
