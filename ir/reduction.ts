/** Shared form of the reductions: an op file gives its start and its step, the rest follows from them. */

import { attr } from './attr.ts';
import { defineOp, operand } from './define.ts';
import type { Sample, OperandSpec } from './define.ts';
import type { Attr } from './attr.ts';
import { normalizeAxes, offsetsBySteps, reducedShape } from './shapes.ts';
import { allocate, isBig, setElement, stridesOf } from './tensor.ts';
import type { Elements, Tensor } from './tensor.ts';
import { DTYPES, elementCount, shapeEquals, tensorType } from './types.ts';
import type { DType } from './types.ts';

type Operands = { readonly input: OperandSpec<'one'> };
type ReductionAttributes = {
  readonly axes: Attr<readonly number[], false>;
  readonly keep_dims: Attr<boolean, true>;
};

interface ReductionDeclaration {
  readonly name: string;
  readonly dtypes: readonly DType[];
  /** The result of no elements. */
  readonly start: (dtype: DType) => number;
  readonly number: (sum: number, x: number) => number;
  /** For integers of up to 32 bits, where `number` would lose low bits. */
  readonly integer?: (sum: number, x: number) => number;
  /** For 64-bit integers; without it they are not allowed. */
  readonly bigint: (sum: bigint, x: bigint) => bigint;
  readonly bigintStart: (dtype: DType) => bigint;
  /** Divides the result by the number of elements. */
  readonly mean?: boolean;
  readonly samples: readonly Sample<Operands, ReductionAttributes>[];
}

/** An op that combines all elements along some axes into one; no axes combine nothing. */
export function reduction(declaration: ReductionDeclaration) {
  const { name, dtypes } = declaration;
  return defineOp({
    name,
    operands: { input: operand(dtypes) },
    attributes: {
      axes: attr.ints(),
      /** Reduced axes stay with size 1. */
      keep_dims: attr.bool(true),
    },
    traits: ['pure', 'reduction'],
    infer: ({ input }, { axes, keep_dims }) =>
      tensorType(input.dtype, reducedShape(input.shape, axes, keep_dims)),
    evaluate: ({ input }, { axes }, [type]) => {
      const result = allocate(input.dtype, type?.shape ?? []);
      if (isBig(input.dtype)) reduceBig(input, result, axes, declaration);
      else reduceNumbers(input, result, axes, declaration);
      return result;
    },
    cost: ({ input }) => ({ flops: elementCount(input.shape) }),
    fold: ({ input }, _, [result]) =>
      result !== undefined && shapeEquals(input.type.shape, result.shape)
        ? { operand: 'input' }
        : undefined,
    samples: declaration.samples,
  });
}

function reduceNumbers(
  input: Tensor,
  result: Tensor,
  axes: readonly number[],
  { start, number, integer, mean }: ReductionDeclaration,
): void {
  const { kept, reduced } = reductionOffsets(input.shape, axes);
  const data: Elements = input.data;
  const step = DTYPES[input.dtype].kind === 'float' ? number : (integer ?? number);
  for (let index = 0; index < kept.length; index++) {
    const base = kept[index] ?? 0;
    let sum = start(input.dtype);
    for (let item = 0; item < reduced.length; item++) {
      sum = step(sum, Number(data[base + (reduced[item] ?? 0)]));
    }
    setElement(result, index, mean === true ? sum / reduced.length : sum);
  }
}

function reduceBig(
  input: Tensor,
  result: Tensor,
  axes: readonly number[],
  { bigintStart, bigint, mean }: ReductionDeclaration,
): void {
  const { kept, reduced } = reductionOffsets(input.shape, axes);
  const data: Elements = input.data;
  for (let index = 0; index < kept.length; index++) {
    const base = kept[index] ?? 0;
    let sum = bigintStart(input.dtype);
    for (let item = 0; item < reduced.length; item++) {
      sum = bigint(sum, BigInt(data[base + (reduced[item] ?? 0)] ?? 0));
    }
    const count = BigInt(Math.max(1, reduced.length));
    setElement(result, index, mean === true ? sum / count : sum);
  }
}

/**
 * Where the elements of a reduction lie: result element i combines input[kept[i] + r] for all r of
 * `reduced`, both in row-major order.
 */
export function reductionOffsets(
  shape: readonly number[],
  axes: readonly number[],
): { readonly kept: Float64Array; readonly reduced: Float64Array } {
  const normal = normalizeAxes(axes, shape.length);
  const strides = stridesOf(shape);
  const list = (chosen: (axis: number) => boolean) => {
    const sizes = shape.filter((_, axis) => chosen(axis));
    const steps = strides.filter((_, axis) => chosen(axis));
    const offset = offsetsBySteps(sizes, steps, 0);
    return Float64Array.from({ length: elementCount(sizes) }, (_, index) => offset(index));
  };
  return {
    kept: list((axis) => !normal.includes(axis)),
    reduced: list((axis) => normal.includes(axis)),
  };
}

/** The smallest number of a dtype, which is -Infinity for floats. */
export function lowest(dtype: DType): number {
  const { kind, bits } = DTYPES[dtype];
  if (kind === 'float') return -Infinity;
  return kind === 'int' ? -(2 ** (bits - 1)) : 0;
}

/** The largest number of a dtype, which is Infinity for floats. */
export function highest(dtype: DType): number {
  const { kind, bits } = DTYPES[dtype];
  if (kind === 'float') return Infinity;
  if (kind === 'bool') return 1;
  return kind === 'int' ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
}

/** The samples that fit every reduction. */
export function reductionSamples(
  tolerance: { readonly tolerance?: number },
  range: readonly [number, number] = [-1, 1],
): readonly Sample<Operands, ReductionAttributes>[] {
  return [
    {
      operands: { input: { shape: [2, 3, 4], range } },
      attributes: { axes: [1], keep_dims: false },
      ...tolerance,
    },
    {
      operands: { input: { shape: [2, 5, 3, 4], range } },
      attributes: { axes: [-1, 2] },
      ...tolerance,
    },
    {
      name: 'all axes',
      operands: { input: { shape: [3, 4], range } },
      attributes: { axes: [0, 1], keep_dims: false },
      ...tolerance,
    },
    {
      name: 'apart',
      operands: { input: { shape: [2, 3, 4], range } },
      attributes: { axes: [0, 2] },
      ...tolerance,
    },
    {
      name: 'integers',
      operands: { input: { shape: [2, 6], dtype: 'i32', range: [-9, 9] } },
      attributes: { axes: [1], keep_dims: false },
      tolerance: 0,
    },
  ];
}
