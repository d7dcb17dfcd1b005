/** Mean of any number of tensors, broadcast against each other. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';
import { combined } from '../shared/variadic.ts';

export const mean = defineRule({
  op: 'Mean',
  since: 6,
  convert: (node) => {
    const sum = combined(node, (a, b) => node.b.add({ a, b }));
    return node.inputCount === 1 ? sum : arithmetic(node.b).div(sum, node.inputCount);
  },
});
