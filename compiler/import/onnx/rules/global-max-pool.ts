/** GlobalMaxPool: the greatest element over all spatial axes. */

import { defineRule } from '../rule.ts';
import { axesFrom } from '../shared/tensors.ts';

export const globalMaxPool = defineRule({
  op: 'GlobalMaxPool',
  since: 1,
  convert: (node) => {
    const input = node.input(0);
    return node.b.reduce_max({ input }, { axes: axesFrom(2, input.type.shape.length) });
  },
});
