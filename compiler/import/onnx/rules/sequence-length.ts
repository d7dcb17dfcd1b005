/** SequenceLength: a number that is always known. */

import { defineRule } from '../rule.ts';

export const sequenceLength = defineRule({
  op: 'SequenceLength',
  since: 11,
  convert: (node) => node.b.scalar('i64', node.sequence(0).length),
});
