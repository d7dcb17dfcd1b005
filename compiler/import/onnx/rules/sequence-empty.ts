/** SequenceEmpty: a sequence without elements. */

import { defineRule } from '../rule.ts';

export const sequenceEmpty = defineRule({
  op: 'SequenceEmpty',
  since: 11,
  convert: (node) => {
    node.attributes.ignore('dtype');
    return node.sequenceOf([]);
  },
});
