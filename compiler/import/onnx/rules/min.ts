/** Min: the least of any number of tensors, broadcast against each other. */

import { defineRule } from '../rule.ts';
import { combined } from '../shared/variadic.ts';

export const min = defineRule({
  op: 'Min',
  since: 6,
  convert: (node) => combined(node, (a, b) => node.b.min({ a, b })),
});
