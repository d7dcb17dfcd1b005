/** SequenceErase: the element at a position taken out, the last where none is given. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const sequenceErase = defineRule({
  op: 'SequenceErase',
  since: 11,
  convert: (node) => {
    const items = node.sequence(0);
    const given = node.optional(1) === undefined ? -1 : node.ints(1, 'the position')[0];
    const position = given ?? -1;
    if (items.at(position) === undefined) {
      fail(`a sequence of ${items.length} has nothing at ${position}`);
    }
    return node.sequenceOf(items.toSpliced(position, 1));
  },
});
