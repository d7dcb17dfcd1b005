/** Each operand is written into its place in the result: by its own kernel, or by a copy. */

import { attributesOf } from '../../attributes.ts';
import { join } from '../lowering.ts';
import { staticShapeOf } from '../../shape.ts';

export const concat = join(({ offset, strides }, node, index) => {
  const given = attributesOf(node).int('axis');
  const axis = given < 0 ? given + strides.length : given;
  const before = node.operands.slice(0, index).reduce((sum, operand) => {
    const shape = operand === undefined ? [] : staticShapeOf(operand);
    return sum + (shape[axis] ?? 0);
  }, 0);
  return { offset: offset + before * (strides[axis] ?? 1), strides };
});
