/** Which operands and results a product takes where they lie, without losing whole loads and stores. */

import type { Node } from '../../../../ir/graph.ts';
import { resultOf } from '../../../../ir/graph.ts';
import type { Placement } from '../../lowering.ts';
import { staticShapeOf } from '../../../shape.ts';

/** Either matrix axis may be the one whose elements lie side by side; batch axes may lie anyhow. */
export function readsOperand(index: number, placement: Placement, node: Node): boolean {
  const operand = node.operands[index];
  // The vector of a bias is read once for each tile.
  if (operand === undefined || index > 1) return false;
  const shape = staticShapeOf(operand);
  return [shape.length - 1, shape.length - 2].some((axis) => runsAlong(axis, placement, shape));
}

export function writesResult(placement: Placement, node: Node): boolean {
  const shape = staticShapeOf(resultOf(node));
  return runsAlong(shape.length - 1, placement, shape);
}

/** Elements along the axis lie side by side; fours of them stay whole where row-major order has them whole. */
function runsAlong(
  axis: number,
  { offset, strides }: Placement,
  shape: readonly number[],
): boolean {
  const size = shape[axis] ?? 1;
  if (strides[axis] !== 1 && size !== 1) return false;
  if (size % 4 !== 0) return true;
  const others = strides.filter((_, other) => other !== axis && (shape[other] ?? 1) !== 1);
  return [offset, ...others].every((step) => step % 4 === 0);
}
