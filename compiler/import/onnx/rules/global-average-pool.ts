/** GlobalAveragePool: the mean over all spatial axes. */

import { defineRule } from '../rule.ts';
import { axesFrom } from '../shared/tensors.ts';

export const globalAveragePool = defineRule({
  op: 'GlobalAveragePool',
  since: 1,
  convert: (node) => {
    const input = node.input(0);
    return node.b.reduce_mean({ input }, { axes: axesFrom(2, input.type.shape.length) });
  },
});
