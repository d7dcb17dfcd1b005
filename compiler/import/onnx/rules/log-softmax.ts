/** LogSoftmax before version 13: over the columns of a matrix. */

import { defineRule } from '../rule.ts';
import { alongRows } from '../shared/softmax.ts';

export const logSoftmax = defineRule({
  op: 'LogSoftmax',
  since: 1,
  until: 12,
  convert: (node) => alongRows(node, (input, axis) => node.b.log_softmax({ input }, { axis })),
});
