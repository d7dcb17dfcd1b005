/** Batched matrix product a @ b with broadcast batch dims (ONNX MatMul-13, numpy.matmul for rank >= 2). */

import { ROW_PIECE, accumulatorOf } from '../../accumulate.ts';
import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimEquals } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { broadcastOffsets, broadcastShapes, dimAt, printShape, sameDType } from '../../shapes.ts';
import { allocate, numbers, storeNumbers } from '../../tensor.ts';
import type { NumberArray, Tensor } from '../../tensor.ts';
import { FLOATS, elementCount, tensorType } from '../../types.ts';

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
    const weights = numbers(a);
    const m = shape.at(-2) ?? 1;
    const n = shape.at(-1) ?? 1;
    const k = a.shape.at(transpose_a ? -2 : -1) ?? 1;
    const batch = shape.slice(0, -2);
    const batchA = broadcastOffsets(a.shape.slice(0, -2), batch);
    const batchB = broadcastOffsets(b.shape.slice(0, -2), batch);
    const { allocate: zeros, add } = accumulatorOf(a.dtype);
    const offsets = Int32Array.from({ length: k }, (_, p) => p * n);
    const sums = zeros(Math.min(n, ROW_PIECE));
    const rowsOf = transpose_b ? transposedItems(b, k, n) : undefined;
    for (let item = 0; item < elementCount(batch); item++) {
      const itemB = batchB(item);
      const x = rowsOf === undefined ? numbers(b) : rowsOf(itemB);
      const base = rowsOf === undefined ? itemB * k * n : 0;
      for (let start = 0; start < n; start += ROW_PIECE) {
        const length = Math.min(ROW_PIECE, n - start);
        const piece = sums.subarray(0, length);
        for (let row = 0; row < m; row++) {
          piece.fill(0);
          add(piece, {
            x,
            base: base + start,
            offsets,
            step: 1,
            weights,
            weightStart: batchA(item) * m * k + row * (transpose_a ? 1 : k),
            weightStep: transpose_a ? m : 1,
            start: 0,
            sumStep: 1,
            length,
          });
          storeNumbers(result, (item * m + row) * n + start, piece);
        }
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

/** Reads items [n, k] of a tensor as rows [k, n]; the last one is kept, since broadcasting repeats it. */
function transposedItems(b: Tensor, k: number, n: number): (item: number) => NumberArray {
  const source = numbers(b);
  const rows = source.slice(0, k * n);
  let held = -1;
  return (item) => {
    if (item === held) return rows;
    held = item;
    let from = item * k * n;
    for (let column = 0; column < n; column++) {
      for (let p = 0; p < k; p++) rows[p * n + column] = source[from++] ?? 0;
    }
    return rows;
  };
}
