/** Products of matrices: linear layers, and products of two computed tensors. */

import { dataConstant } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { broadcastShapes, staticShape } from '../../../ir/shapes.ts';
import { allocate } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import type { LowerRequest } from '../lowering.ts';
import { MAX_RANK, bool, derived, dtypeOf, shapeOf, typed, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { view } from './movement.ts';
import { broadcast } from './repetition.ts';

interface Layer {
  /** The weight is [outputs, inputs], as MIL wants it. */
  readonly transposed: boolean;
  readonly bias?: Constant | undefined;
}

/** x @ weight + bias along the last axis. */
export function linear({ m }: LowerRequest, x: Term, constant: Constant, layer: Layer): Term {
  const dtype = dtypeOf(x);
  const given = weight(constant, dtype);
  const matrix = layer.transposed ? given : derived(given, builtinOps.transpose, { perm: [1, 0] });
  const [outputs = 1] = matrix.type.shape.map((dim) => dim ?? 1);
  const bias = layer.bias ?? dataConstant(allocate(constant.type.dtype, [outputs]));
  const shape = shapeOf(x);
  return m.op(
    'linear',
    { x, weight: matrix, bias: weight(bias, dtype) },
    typed(dtype, [...shape.slice(0, -1), outputs]),
  );
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
