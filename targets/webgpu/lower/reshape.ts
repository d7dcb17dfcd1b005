/** The same memory under another shape. */

import { movement } from '../lowering.ts';
import { reshaped } from '../placement.ts';
import { staticShapeOf } from '../../shape.ts';

export const reshape = movement({
  read: (placement, shape, node) => {
    const [result] = node.results;
    return result && reshaped(placement, shape, staticShapeOf(result));
  },
  write: (placement, shape, node) => {
    const [operand] = node.operands;
    return operand && reshaped(placement, shape, staticShapeOf(operand));
  },
});
