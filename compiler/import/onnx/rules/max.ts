/** Max: the greatest of any number of tensors, broadcast against each other. */

import { defineRule } from '../rule.ts';
import { combined } from '../shared/variadic.ts';

export const max = defineRule({
  op: 'Max',
  since: 6,
  convert: (node) => combined(node, (a, b) => node.b.max({ a, b })),
});
