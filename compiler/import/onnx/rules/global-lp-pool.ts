/** GlobalLpPool: the p-norm over all spatial axes. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';
import { norm } from '../shared/norms.ts';
import { axesFrom } from '../shared/tensors.ts';

export const globalLpPool = defineRule({
  op: 'GlobalLpPool',
  since: 2,
  convert: (node) => {
    const input = node.input(0);
    const axes = axesFrom(2, input.type.shape.length);
    return norm(arithmetic(node.b), node, input, axes, node.attributes.int('p', 2));
  },
});
