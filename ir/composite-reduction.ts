/** Shared form of the composite reductions: an op file gives the result of a list of numbers, and core ops. */

import { arithmetic, inWorkingPrecision } from './arithmetic.ts';
import type { Arithmetic } from './arithmetic.ts';
import { attr } from './attr.ts';
import { defineComposite } from './define-composite.ts';
import { operand } from './define.ts';
import type { Value } from './graph.ts';
import { reductionOffsets } from './reduction.ts';
import { normalizeAxes, reducedShape } from './shapes.ts';
import { allocate, setElement } from './tensor.ts';
import type { Elements } from './tensor.ts';
import { DTYPES, FLOATS, elementCount, tensorType } from './types.ts';
import type { DType } from './types.ts';

interface ReductionAttributes {
  /** Normalised. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

interface ReductionDeclaration {
  readonly name: string;
  readonly numbers: (elements: Float64Array) => number;
  /** For integers, exact; without it only floats are allowed. */
  readonly integers?: (elements: readonly bigint[]) => bigint;
  readonly decompose: (m: Arithmetic, x: Value, attributes: ReductionAttributes) => Value;
  /** Flops per element. */
  readonly flops: number;
  /** Half-open range of the samples. */
  readonly range?: readonly [number, number];
}

const INTEGERS_OF_REDUCTION: readonly DType[] = ['i32', 'i64', 'u32', 'u64'];

/** An op of the operands, attributes and shape rule of the core reductions. */
export function compositeReduction(declaration: ReductionDeclaration) {
  const { name, integers, flops, range = [-2, 2] } = declaration;
  return defineComposite({
    name,
    operands: {
      input: operand(integers === undefined ? FLOATS : [...FLOATS, ...INTEGERS_OF_REDUCTION]),
    },
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
      const { kept, reduced } = reductionOffsets(input.shape, axes);
      const data: Elements = input.data;
      const whole = DTYPES[input.dtype].kind !== 'float';
      kept.forEach((base, index) => {
        const value =
          whole && integers !== undefined
            ? integers(Array.from(reduced, (offset) => BigInt(data[base + offset] ?? 0)))
            : declaration.numbers(reduced.map((offset) => Number(data[base + offset] ?? 0)));
        setElement(result, index, value);
      });
      return result;
    },
    cost: ({ input }) => ({ flops: flops * elementCount(input.shape) }),
    decompose: (b, { input }, { axes, keep_dims }) => {
      const m = arithmetic(b);
      const normal = normalizeAxes(axes, input.type.shape.length);
      return inWorkingPrecision(m, input, (x) =>
        declaration.decompose(m, x, { axes: normal, keepDims: keep_dims }),
      );
    },
    samples: [
      { operands: { input: { shape: [2, 3, 4], range } }, attributes: { axes: [-1] } },
      {
        operands: { input: { shape: [2, 5, 3], range } },
        attributes: { axes: [0, 2], keep_dims: false },
      },
      ...(integers === undefined
        ? []
        : [
            {
              name: 'integers',
              operands: { input: { shape: [2, 6], dtype: 'i32', range: [-9, 9] } },
              attributes: { axes: [1] },
              tolerance: 0,
            } as const,
          ]),
    ],
  });
}

/** The sum of `term` of each element. */
export function sumOf(elements: Float64Array, term: (x: number) => number): number {
  let sum = 0;
  for (const x of elements) sum += term(x);
  return sum;
}
