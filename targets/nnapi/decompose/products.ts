/** Products of matrices in the forms that operations have: by one matrix, or of as many matrices as there are. */

import { sliceAxis } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { broadcastShapes } from '../../../ir/shapes.ts';
import { isStatic } from '../../../ir/dim.ts';
import { elementCount } from '../../../ir/types.ts';
import { staticShapeOf } from '../../shape.ts';
import { isByOneMatrix } from '../build/linear.ts';
import { BATCHED_MATRICES } from '../levels.ts';
import { MAX_RANK, sameShape } from '../terms.ts';
import { asTaken } from './numbers.ts';
import { firstOf } from './site.ts';
import type { Rewrite, Site } from './site.ts';
import { isLargeWideProduct, wideProduct } from './wide-sums.ts';

const hasBatches = ({ context }: Site): boolean => context.featureLevel >= BATCHED_MATRICES;

/** A vector is a matrix of one row or column. */
const ofVectors: Rewrite = ({ m, operand, shape, result, again }) => {
  const [left, right] = [shape(0).length === 1, shape(1).length === 1];
  if (!left && !right) return undefined;
  const a = left ? m.reshape(operand(0), [1, ...shape(0)]) : operand(0);
  const b = right ? m.reshape(operand(1), [...shape(1), 1]) : operand(1);
  const flags = {
    ...(left ? { transpose_a: false } : {}),
    ...(right ? { transpose_b: false } : {}),
  };
  return again([a, b], flags).map((value) => m.reshape(value, result.shape));
};

const numbers = asTaken({
  integers: ({ featureLevel }) => featureLevel >= BATCHED_MATRICES,
  bools: false,
});

/** Every row by the same matrix. */
const byOne: Rewrite = (site) => {
  const { node, context, m, attributes, operand, shape, result, again } = site;
  const matrix = shape(1).slice(-2);
  if (elementCount(shape(1)) !== elementCount(matrix)) return undefined;
  if (isByOneMatrix(node, context)) return undefined;
  const rank = shape(0).length;
  if (rank === 2 && shape(1).length === 2) {
    if (hasBatches(site)) return undefined;
    return again([m.transpose(operand(0), [1, 0]), operand(1)], { transpose_a: false });
  }
  const axes = shape(0).map((_, axis) => axis);
  const swapped = [...axes.slice(0, -2), rank - 1, rank - 2];
  const a = attributes.bool('transpose_a') ? m.transpose(operand(0), swapped) : operand(0);
  const sizes = staticShapeOf(a);
  const inputs = sizes.at(-1) ?? 1;
  const rows = m.reshape(a, [elementCount(sizes) / inputs, inputs]);
  return again([rows, m.reshape(operand(1), matrix)], { transpose_a: false }).map((value) =>
    m.reshape(value, result.shape),
  );
};

/** As many matrices on both sides. */
const ofEqualBatches: Rewrite = ({ m, node, context, operand, shape, result, again }) => {
  if (isByOneMatrix(node, context)) return undefined;
  const [left, right] = [shape(0).slice(0, -2), shape(1).slice(0, -2)];
  const batch = broadcastShapes([left, right]);
  if (!isStatic(batch)) throw new Error('known shapes broadcast to a known shape');
  const fits = batch.length + 2 <= MAX_RANK;
  if (sameShape(left, right) && fits) return undefined;
  const matrices = [elementCount(batch)];
  const [a, b] = [0, 1].map((index) => {
    const sides = shape(index).slice(-2);
    const wide = m.broadcast(operand(index), [...batch, ...sides]);
    return fits ? wide : m.reshape(wide, [...matrices, ...sides]);
  });
  return again([a, b]).map((value) => m.reshape(value, result.shape));
};

/** One matrix after the other, where no operation takes many, or as many would take too much memory. */
const slices: Rewrite = (site) => {
  const { node, context, b, m, operand, shape, result, again } = site;
  if (hasBatches(site) && !isLargeWideProduct(site)) return undefined;
  if (isByOneMatrix(node, context)) return undefined;
  const count = elementCount(shape(0).slice(0, -2));
  const stacks = [0, 1].map((index) =>
    m.reshape(operand(index), [count, ...shape(index).slice(-2)]),
  );
  const products = Array.from({ length: count }, (_, at): Value => {
    const pair = stacks.map((stack) =>
      m.reshape(sliceAxis(m, stack, 0, at, at + 1), staticShapeOf(stack).slice(1)),
    );
    const [product] = again(pair);
    if (product === undefined) throw new Error('matmul has a result');
    return m.reshape(product, [1, ...result.shape.slice(-2)]);
  });
  return m.reshape(b.concat({ inputs: products }, { axis: 0 }), result.shape);
};

export const matmulRewrite = firstOf(
  ofVectors,
  numbers,
  byOne,
  ofEqualBatches,
  slices,
  wideProduct,
);
