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
import {
  allocate,
  getElement,
  numbers,
  setElement,
  storeNumbers,
  stridesOf,
} from '../../tensor.ts';
import type { Tensor } from '../../tensor.ts';
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
    const plan = evaluationPlan(equation, inputs);
    if (DTYPES[result.dtype].kind === 'float') sumNumbers(result, inputs, plan);
    else sumIntegers(result, inputs, plan);
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

interface Plan {
  /** For each operand, where the elements lie that a result element is made of: at base(i) + inner[j]. */
  readonly base: readonly ((index: number) => number)[];
  readonly inner: readonly Float64Array[];
  /** Number of products that are summed. */
  readonly summed: number;
}

function evaluationPlan(equation: string, inputs: readonly Tensor[]): Plan {
  const parsed = parseEinsum(equation);
  const dims = labelDims(
    parsed,
    inputs.map(({ shape }) => shape),
  );
  const hidden = [...dims.keys()].filter((label) => !parsed.output.includes(label));
  const outerShape = staticShape(dimsOfLabels(parsed.output, dims));
  const innerShape = staticShape(dimsOfLabels(hidden, dims));
  const summed = elementCount(innerShape);
  const steps = inputs.map(({ shape }, index) => {
    const strides = stridesOf(shape);
    return (label: string): number =>
      strides.reduce((sum, stride, axis) => {
        const moves = parsed.terms[index]?.[axis] === label && shape[axis] !== 1;
        return moves ? sum + stride : sum;
      }, 0);
  });
  return {
    summed,
    base: steps.map((step) => offsetsBySteps(outerShape, parsed.output.map(step), 0)),
    inner: steps.map((step) => {
      const offset = offsetsBySteps(innerShape, hidden.map(step), 0);
      return Float64Array.from({ length: summed }, (_, at) => offset(at));
    }),
  };
}

function sumNumbers(result: Tensor, inputs: readonly Tensor[], plan: Plan): void {
  const products = new Float64Array(plan.summed);
  const sums = new Float64Array(result.data.length);
  const factors = inputs.map((input, index) => ({
    data: numbers(input),
    base: plan.base[index] ?? (() => 0),
    inner: plan.inner[index] ?? new Float64Array(),
  }));
  for (let index = 0; index < sums.length; index++) {
    products.fill(1);
    for (const { data, base, inner } of factors) {
      const start = base(index);
      for (let at = 0; at < products.length; at++) {
        products[at] = (products[at] ?? 0) * (data[start + (inner[at] ?? 0)] ?? 0);
      }
    }
    let sum = 0;
    for (let at = 0; at < products.length; at++) sum += products[at] ?? 0;
    sums[index] = sum;
  }
  storeNumbers(result, 0, sums);
}

function sumIntegers(result: Tensor, inputs: readonly Tensor[], plan: Plan): void {
  for (let index = 0; index < result.data.length; index++) {
    let sum = 0n;
    for (let at = 0; at < plan.summed; at++) {
      sum += inputs.reduce((product, input, operand) => {
        const offset = (plan.base[operand]?.(index) ?? 0) + (plan.inner[operand]?.[at] ?? 0);
        return product * BigInt(getElement(input, offset));
      }, 1n);
    }
    setElement(result, index, sum);
  }
}
