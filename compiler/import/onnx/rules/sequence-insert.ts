/** SequenceInsert: a tensor put before a position, at the end where none is given. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const sequenceInsert = defineRule({
  op: 'SequenceInsert',
  since: 11,
  convert: (node) => {
    const items = node.sequence(0);
    const given = node.optional(2) === undefined ? items.length : node.ints(2, 'the position')[0];
    const position = given ?? items.length;
    if (position < -items.length || position > items.length) {
      fail(`position ${position} is outside a sequence of ${items.length}`);
    }
    return node.sequenceOf(items.toSpliced(position, 0, node.input(1)));
  },
});
