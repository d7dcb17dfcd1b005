/** Products of matrices: linear layers, and products of two computed tensors. */

import { constantOf } from '../../../compiler/passes/shared/constant-folding.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { broadcastShapes, staticShape } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import type { LowerRequest } from '../lowering.ts';
import type { MilDType } from '../syntax.ts';
import { MAX_RANK, bool, dtypeOf, shapeOf, table, typed, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { constantBehind, storedConstant } from './compressed.ts';
import { view } from './movement.ts';
import { broadcast } from './repetition.ts';

/**
 * The weight of a linear layer, [outputs, inputs], or with `point` of windows of one by one; undefined where it is
 * not constant. One of few bits stays so.
 */
export function layerWeight(
  { m, node, attributes }: LowerRequest,
  dtype: MilDType,
  point: boolean,
): Term | undefined {
  const [, given] = node.operands;
  const constant = given && constantBehind(given);
  if (constant === undefined) return undefined;
  const turned = attributes.bool('transpose_b')
    ? constant
    : constantOf(builtinOps.transpose, [constant], { perm: [1, 0] });
  const shape = [...turned.type.shape, 1, 1];
  const matrix = point ? constantOf(builtinOps.reshape, [turned], { shape }) : turned;
  return storedConstant(m, matrix, dtype);
}

/** The most axes that `linear` is documented for. */
const LINEAR_RANK = 3;

/** x @ weight + bias along the last axis, for a weight that is [outputs, inputs]. */
export function linear({ m, bias: given }: LowerRequest, x: Term, matrix: Term): Term {
  const dtype = dtypeOf(x);
  const shape = shapeOf(x);
  const rows = lines(shape);
  const [outputs = 1] = shapeOf(matrix);
  const zeros = (): Term =>
    table(
      dtype,
      [outputs],
      Array.from({ length: outputs }, () => 0),
    );
  const bias = given === undefined ? zeros() : weight(given, dtype);
  const result = m.op(
    'linear',
    { x: view(m, x, rows), weight: matrix, bias },
    typed(dtype, [...rows.slice(0, -1), outputs]),
  );
  return view(m, result, [...shape.slice(0, -1), outputs]);
}

/** Of more axes the first are merged; the last two stay, which may be flexible. */
function lines(shape: readonly number[]): readonly number[] {
  const merged = shape.length - LINEAR_RANK + 1;
  if (merged <= 1) return shape;
  return [elementCount(shape.slice(0, merged)), ...shape.slice(merged)];
}

interface Sides {
  readonly left: boolean;
  readonly right: boolean;
}

/** The product of two tensors of any rank; sides that are transposed are read so. */
export function product(
  { m }: LowerRequest,
  [x, y]: readonly [Term, Term],
  [left, right]: readonly [readonly number[], readonly number[]],
  transposed: Sides,
): Term {
  const batch = staticShape(broadcastShapes([left.slice(0, -2), right.slice(0, -2)]));
  if (batch.length + 2 <= MAX_RANK) return matmul(m, x, y, transposed);
  const flat = (term: Term, shape: readonly number[]): Term => {
    const whole = [...batch, ...shape.slice(-2)];
    return view(m, broadcast(m, term, shape, whole), [elementCount(batch), ...shape.slice(-2)]);
  };
  return matmul(m, flat(x, left), flat(y, right), transposed);
}

export function matmul(m: MilBuilder, x: Term, y: Term, { left, right }: Sides): Term {
  const [a, b] = [shapeOf(x), shapeOf(y)];
  const batch = staticShape(broadcastShapes([a.slice(0, -2), b.slice(0, -2)]));
  const rows = a.at(left ? -1 : -2) ?? 1;
  const columns = b.at(right ? -2 : -1) ?? 1;
  return m.op(
    'matmul',
    { x, y, transpose_x: bool(left), transpose_y: bool(right) },
    typed(dtypeOf(x), [...batch, rows, columns]),
  );
}
