/**
 * Sum of products by Einstein's notation: the result at its labels is the product of the operands at theirs,
 * summed over all other labels; a label repeated in one operand takes the diagonal (ONNX Einsum-12 without
 * ellipsis).
 */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { variadic } from '../../define.ts';
import { decomposeEinsum } from '../../einsum-decompose.ts';
import { dimsOfLabels, labelDims, parseEinsum } from '../../einsum.ts';
import { offsetsBySteps, sameDType, staticShape } from '../../shapes.ts';
import { allocate, setElement, stridesOf } from '../../tensor.ts';
import type { Elements } from '../../tensor.ts';
import { DTYPES, FLOATS, elementCount, tensorType } from '../../types.ts';

export const einsum = defineComposite({
  name: 'einsum',
  operands: { inputs: variadic([...FLOATS, 'i32', 'i64']) },
  attributes: { equation: attr.string() },
  traits: ['pure', 'contraction'],
  infer: ({ inputs }, { equation }) => {
    const parsed = parseEinsum(equation);
    const dims = labelDims(
      parsed,
      inputs.map(({ shape }) => shape),
    );
    return tensorType(sameDType(inputs), dimsOfLabels(parsed.output, dims));
  },
  evaluate: ({ inputs }, { equation }, [type]) => {
    const result = allocate(type?.dtype ?? 'f32', type?.shape ?? []);
    const { summed, operands } = evaluationPlan(equation, inputs);
    const exact = DTYPES[result.dtype].kind !== 'float';
    for (let index = 0; index < result.data.length; index++) {
      const factors = operands.map((operand) => ({ ...operand, start: operand.offset(index) }));
      let sum = 0;
      let exactSum = 0n;
      for (let at = 0; at < summed; at++) {
        if (exact) {
          exactSum += factors.reduce(
            (product, { data, start, inner }) =>
              product * BigInt(data[start + (inner[at] ?? 0)] ?? 0),
            1n,
          );
        } else {
          let product = 1;
          for (const { data, start, inner } of factors) {
            product *= Number(data[start + (inner[at] ?? 0)]);
          }
          sum += product;
        }
      }
      setElement(result, index, exact ? exactSum : sum);
    }
    return result;
  },
  cost: ({ inputs }, { equation }) => {
    const dims = labelDims(
      parseEinsum(equation),
      inputs.map(({ shape }) => shape),
    );
    return { flops: inputs.length * elementCount(staticShape([...dims.values()])) };
  },
  decompose: (b, { inputs }, { equation }) => {
    const parsed = parseEinsum(equation);
    const dims = labelDims(
      parsed,
      inputs.map(({ type }) => type.shape),
    );
    const products = inputs.every(({ type }) => type.dtype !== 'i64');
    return decomposeEinsum({ m: arithmetic(b), dims, products }, parsed, inputs);
  },
  samples: [
    {
      name: 'matrix product',
      operands: { inputs: [{ shape: [3, 4] }, { shape: [4, 5] }] },
      attributes: { equation: 'ij,jk->ik' },
    },
    {
      name: 'scores of heads',
      operands: { inputs: [{ shape: [2, 5, 3, 4] }, { shape: [2, 6, 3, 4] }] },
      attributes: { equation: 'bqhd,bkhd->bhqk' },
    },
    {
      name: 'diagonal',
      operands: { inputs: [{ shape: [2, 3, 3] }] },
      attributes: { equation: 'bii->ib' },
    },
    {
      name: 'three operands and a broadcast axis',
      operands: { inputs: [{ shape: [2, 3] }, { shape: [3, 1] }, { shape: [2, 4] }] },
      attributes: { equation: 'ij,jk,ik->jk' },
    },
    {
      name: 'integers',
      operands: {
        inputs: [
          { shape: [2, 3], dtype: 'i32', range: [-9, 9] },
          { shape: [3], dtype: 'i32', range: [-9, 9] },
        ],
      },
      attributes: { equation: 'ij,j' },
      tolerance: 0,
    },
  ],
});

/** For each operand the offset by result element, and those of the summed elements from there. */
function evaluationPlan(
  equation: string,
  inputs: readonly { readonly shape: readonly number[]; readonly data: Elements }[],
) {
  const parsed = parseEinsum(equation);
  const dims = labelDims(
    parsed,
    inputs.map(({ shape }) => shape),
  );
  const hidden = [...dims.keys()].filter((label) => !parsed.output.includes(label));
  const outer = staticShape(dimsOfLabels(parsed.output, dims));
  const inner = staticShape(dimsOfLabels(hidden, dims));
  const summed = elementCount(inner);
  const operands = inputs.map(({ shape, data }, index) => {
    const strides = stridesOf(shape);
    const step = (label: string): number =>
      strides.reduce((sum, stride, axis) => {
        const moves = parsed.terms[index]?.[axis] === label && shape[axis] !== 1;
        return moves ? sum + stride : sum;
      }, 0);
    const innerOffset = offsetsBySteps(inner, hidden.map(step), 0);
    return {
      data,
      offset: offsetsBySteps(outer, parsed.output.map(step), 0),
      inner: Float64Array.from({ length: summed }, (_, at) => innerOffset(at)),
    };
  });
  return { summed, operands };
}
