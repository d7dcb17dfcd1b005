/** Sum: the sum of any number of tensors, broadcast against each other. */

import { defineRule } from '../rule.ts';
import { combined } from '../shared/variadic.ts';

export const sum = defineRule({
  op: 'Sum',
  since: 6,
  convert: (node) => combined(node, (a, b) => node.b.add({ a, b })),
});
