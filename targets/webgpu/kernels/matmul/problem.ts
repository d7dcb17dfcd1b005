/** What a matrix product is asked for: sizes, and where its operands and result lie. */

import { attributesOf } from '../../../attributes.ts';
import type { LowerRequest, Operand, Placement } from '../../lowering.ts';
import type { Storage } from '../../program.ts';
import { computeType } from '../../syntax.ts';
import type { ComputeType } from '../../syntax.ts';

/** A stack of matrices in memory, in elements: `rows` and `columns` are the steps along the two axes. */
export interface Matrix {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  /** The step along each of the problem's batch axes; 0 where the matrix is repeated. */
  readonly batch: readonly number[];
}

export interface Problem {
  readonly m: number;
  /** Columns of the result. */
  readonly n: number;
  readonly k: number;
  /** Products of as many columns that one kernel computes beside each other: 2 for a value and its gate. */
  readonly parts: 1 | 2;
  readonly type: ComputeType;
  /** Sizes of the batch axes, joined where all tensors walk them as one. */
  readonly batch: readonly number[];
  /** [m, k] */
  readonly left: Matrix;
  /** [k, parts * n] */
  readonly right: Matrix;
  /** [m, n] */
  readonly out: Matrix;
}

/** A product that one kernel computes, and the memory it works on. */
export interface Product {
  readonly problem: Problem;
  readonly a: Operand;
  readonly b: Operand;
  readonly result: Storage;
}

export function productOf(request: LowerRequest, parts: 1 | 2 = 1): Product {
  const a = request.required(0);
  const b = request.required(1);
  const [result] = request.results;
  const [type] = request.resultTypes;
  if (result === undefined || type === undefined) throw new Error('a product has one result');
  const { shape, dtype } = type;
  const attributes = attributesOf(request.node);
  const turnA = parts === 1 && attributes.bool('transpose_a');
  const turnB = attributes.bool('transpose_b');
  const sizes = shape.slice(0, -2);
  const matrices = [
    matrixOf(a, a.type.shape, sizes, turnA),
    matrixOf(b, b.type.shape, sizes, turnB),
    matrixOf(request.placement, shape, sizes, false),
  ] as const;
  const joined = joinAxes(
    sizes,
    matrices.map(({ batch }) => batch),
  );
  const [left, right, out] = matrices.map((matrix, index) => ({
    ...matrix,
    batch: joined.steps[index] ?? [],
  }));
  if (left === undefined || right === undefined || out === undefined) throw new Error('three');
  return {
    problem: {
      m: shape.at(-2) ?? 1,
      n: shape.at(-1) ?? 1,
      k: a.type.shape.at(turnA ? -2 : -1) ?? 1,
      parts,
      type: computeType(dtype),
      batch: joined.sizes,
      left,
      right,
      out,
    },
    a,
    b,
    result,
  };
}

function matrixOf(
  { offset, strides }: Placement,
  shape: readonly number[],
  batch: readonly number[],
  turned: boolean,
): Matrix {
  // Along an axis of one element nothing moves, so that its step must not count as unaligned.
  const last = shape.at(-1) === 1 ? 0 : (strides.at(-1) ?? 1);
  const before = shape.at(-2) === 1 ? 0 : (strides.at(-2) ?? 1);
  const missing = batch.length - (shape.length - 2);
  return {
    offset,
    rows: turned ? last : before,
    columns: turned ? before : last,
    batch: batch.map((_, axis) => {
      const own = axis - missing;
      return own < 0 || shape[own] === 1 ? 0 : (strides[own] ?? 0);
    }),
  };
}

/** Joins axes whose outer step is the inner step times the inner size in every tensor. */
function joinAxes(sizes: readonly number[], steps: readonly (readonly number[])[]) {
  const joined: number[] = [];
  const own: number[][] = steps.map(() => []);
  for (const [axis, size] of sizes.entries()) {
    if (size === 1) continue;
    const fits = own.every((list, index) => list.at(-1) === (steps[index]?.[axis] ?? 0) * size);
    if (joined.length > 0 && fits) {
      joined[joined.length - 1] = (joined.at(-1) ?? 1) * size;
      for (const [index, list] of own.entries()) list[list.length - 1] = steps[index]?.[axis] ?? 0;
    } else {
      joined.push(size);
      for (const [index, list] of own.entries()) list.push(steps[index]?.[axis] ?? 0);
    }
  }
  return { sizes: joined, steps: own };
}

/** Loads of four along the axis whose step is 1 and size is `size` are whole and aligned. */
export function isAligned(matrix: Matrix, unit: 'rows' | 'columns', size: number): boolean {
  const other = unit === 'rows' ? matrix.columns : matrix.rows;
  const steps = [matrix.offset, other, ...matrix.batch];
  return matrix[unit] === 1 && size % 4 === 0 && steps.every((step) => step % 4 === 0);
}
