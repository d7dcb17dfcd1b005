/** Attention without its scores in memory. */

import type { Node } from '../../../ir/graph.ts';
import { flashKernel } from '../kernels/attention/flash.ts';
import { problemOf } from '../kernels/attention/problem.ts';
import { chooseTile } from '../kernels/attention/tile.ts';
import { kernels } from '../lowering.ts';
import type { Placement } from '../lowering.ts';
import { staticShapeOf } from '../../shape.ts';

const MASK = 3;

export const attention = kernels(
  (request) => {
    const problem = problemOf(request);
    return [flashKernel(request, problem, chooseTile(problem, request.device))];
  },
  { reads, writes: () => true },
);

/** Rows are read often: where vec4s cannot follow them, a copy that they can is cheaper. */
function reads(index: number, { offset, strides }: Placement, node: Node): boolean {
  const operand = node.operands[index];
  if (index === MASK || operand === undefined) return true;
  const features = staticShapeOf(operand).at(-1) ?? 1;
  if (features > 1 && strides.at(-1) !== 1) return false;
  return features % 4 !== 0 || [offset, ...strides.slice(0, -1)].every((step) => step % 4 === 0);
}
