/** Softmax along an axis, or over the columns of a matrix before version 13. */

import { defineRule } from '../rule.ts';
import { alongRows } from '../shared/softmax.ts';

export const softmax = defineRule({
  op: 'Softmax',
  since: 1,
  convert: (node) => alongRows(node, (input, axis) => node.b.softmax({ input }, { axis })),
});
