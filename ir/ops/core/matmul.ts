/** Batched matrix product a @ b with broadcast batch dims (ONNX MatMul-13, numpy.matmul for rank >= 2). */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimEquals } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { broadcastOffsets, broadcastShapes, dimAt, printShape, sameDType } from '../../shapes.ts';
import { allocate, numbers, setElement } from '../../tensor.ts';
import { DTYPES, FLOATS, elementCount, tensorType } from '../../types.ts';

/** i32 is exact and wraps: it carries the integer products of quantised models. */
const DTYPES_OF_MATMUL = [...FLOATS, 'i32'] as const;

export const matmul = defineOp({
  name: 'matmul',
  operands: { a: operand(DTYPES_OF_MATMUL), b: operand(DTYPES_OF_MATMUL) },
  attributes: {
    /** The last two axes of `a` are read as [k, m]. */
    transpose_a: attr.bool(false),
    /** The last two axes of `b` are read as [n, k]. */
    transpose_b: attr.bool(false),
  },
  traits: ['pure', 'contraction'],
  infer: ({ a, b }, { transpose_a, transpose_b }) => {
    const dtype = sameDType([a, b]);
    const left = matrixDims(a.shape, transpose_a);
    const right = matrixDims(b.shape, transpose_b);
    if (!dimEquals(left.columns, right.rows)) {
      fail(`inner dims of ${printShape(a.shape)} and ${printShape(b.shape)} differ`);
    }
    const batch = broadcastShapes([left.batch, right.batch]);
    return tensorType(dtype, [...batch, left.rows, right.columns]);
  },
  evaluate: ({ a, b }, { transpose_a, transpose_b }, [type]) => {
    const shape = type?.shape ?? [];
    const result = allocate(a.dtype, shape);
    const x = numbers(a);
    const y = numbers(b);
    const m = shape.at(-2) ?? 1;
    const n = shape.at(-1) ?? 1;
    const k = a.shape.at(transpose_a ? -2 : -1) ?? 1;
    const [stepM, stepK] = transpose_a ? [1, m] : [k, 1];
    const [rowK, rowN] = transpose_b ? [1, k] : [n, 1];
    const batch = shape.slice(0, -2);
    const batchA = broadcastOffsets(a.shape.slice(0, -2), batch);
    const batchB = broadcastOffsets(b.shape.slice(0, -2), batch);
    const exact = DTYPES[a.dtype].kind !== 'float';
    const row = new Float64Array(n);
    for (let item = 0; item < elementCount(batch); item++) {
      const startA = batchA(item) * m * k;
      const startB = batchB(item) * k * n;
      for (let i = 0; i < m; i++) {
        row.fill(0);
        for (let p = 0; p < k; p++) {
          const factor = x[startA + i * stepM + p * stepK] ?? 0;
          const from = startB + p * rowK;
          if (exact) {
            for (let j = 0; j < n; j++) {
              row[j] = ((row[j] ?? 0) + Math.imul(factor, y[from + j * rowN] ?? 0)) | 0;
            }
          } else {
            for (let j = 0; j < n; j++) row[j] = (row[j] ?? 0) + factor * (y[from + j * rowN] ?? 0);
          }
        }
        const to = (item * m + i) * n;
        for (let j = 0; j < n; j++) setElement(result, to + j, row[j] ?? 0);
      }
    }
    return result;
  },
  cost: ({ a }, { transpose_a }, [result]) => ({
    flops: 2 * elementCount(result?.shape ?? []) * (a.shape.at(transpose_a ? -2 : -1) ?? 1),
  }),
  samples: [
    { operands: { a: { shape: [7, 5] }, b: { shape: [5, 3], constant: true } } },
    { operands: { a: { shape: [2, 1, 4, 8] }, b: { shape: [3, 8, 6] } } },
    {
      operands: { a: { shape: [2, 4, 6] }, b: { shape: [2, 5, 6] } },
      attributes: { transpose_b: true },
    },
    { operands: { a: { shape: [6, 4] }, b: { shape: [6, 5] } }, attributes: { transpose_a: true } },
    {
      name: 'integers',
      operands: {
        a: { shape: [3, 4], dtype: 'i32', range: [-99, 99] },
        b: { shape: [4, 2], dtype: 'i32', range: [-99, 99] },
      },
      tolerance: 0,
    },
  ],
});

function matrixDims(shape: readonly Dim[], transposed: boolean) {
  const rank = shape.length;
  if (rank < 2) fail(`matmul needs rank 2 or more, not ${printShape(shape)}`);
  const [rows, columns] = transposed ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  return {
    batch: shape.slice(0, -2),
    rows: dimAt(shape, rows),
    columns: dimAt(shape, columns),
  };
}
