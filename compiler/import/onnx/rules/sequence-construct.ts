/** SequenceConstruct: the inputs as a sequence. */

import { defineRule } from '../rule.ts';

export const sequenceConstruct = defineRule({
  op: 'SequenceConstruct',
  since: 11,
  convert: (node) => node.sequenceOf(node.inputs()),
});
