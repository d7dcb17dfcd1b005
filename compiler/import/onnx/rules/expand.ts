/** Expand: broadcast against a shape, in both directions. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { broadcastShapes } from '../../../../ir/shapes.ts';
import { shapeEquals } from '../../../../ir/types.ts';
import { defineRule } from '../rule.ts';

export const expand = defineRule({
  op: 'Expand',
  since: 8,
  convert: (node) => {
    const input = node.input(0);
    const shape = broadcastShapes([input.type.shape, node.dims(1, 'the shape')]);
    return shapeEquals(shape, input.type.shape)
      ? input
      : arithmetic(node.b).broadcast(input, shape);
  },
});
