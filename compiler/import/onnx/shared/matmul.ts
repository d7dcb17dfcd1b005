/** ONNX's MatMul: numpy's rules also for vectors. */

import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import type { RuleContext } from '../rule.ts';
import { withAxes } from './tensors.ts';

/** A vector on the left is a row, on the right a column; the axis it lacked is taken out again. */
export function matrixProduct(node: RuleContext, m: Arithmetic, a: Value, b: Value): Value {
  const [rankA, rankB] = [a.type.shape.length, b.type.shape.length];
  if (rankA === 0 || rankB === 0) fail('scalars have no matrix product');
  const left = rankA === 1 ? withAxes(m, a, [0]) : a;
  const right = rankB === 1 ? withAxes(m, b, [1]) : b;
  node.implies(left.type.shape.at(-1) ?? 1, right.type.shape.at(-2) ?? 1);
  node.implies(right.type.shape.at(-2) ?? 1, left.type.shape.at(-1) ?? 1);
  const product = node.b.matmul({ a: left, b: right });
  if (rankA > 1 && rankB > 1) return product;
  const { shape } = product.type;
  const kept = shape.filter(
    (_, axis) =>
      !(rankA === 1 && axis === shape.length - 2) && !(rankB === 1 && axis === shape.length - 1),
  );
  return m.reshape(product, kept);
}
