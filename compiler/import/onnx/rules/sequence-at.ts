/** SequenceAt: the element at a position that must be known. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const sequenceAt = defineRule({
  op: 'SequenceAt',
  since: 11,
  convert: (node) => {
    const items = node.sequence(0);
    const [position = 0] = node.ints(1, 'the position');
    return items.at(position) ?? fail(`a sequence of ${items.length} has nothing at ${position}`);
  },
});
